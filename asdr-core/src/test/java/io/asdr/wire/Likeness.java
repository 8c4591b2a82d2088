package io.asdr.wire;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compares records by what is in them: their own equality takes two equal arrays for different. */
final class Likeness {

    private Likeness() {}

    static boolean alike(@Nullable Object one, @Nullable Object other) {
        if (one == null || other == null) {
            return one == other;
        }
        if (one instanceof byte[] bytes) {
            return other instanceof byte[] others && Arrays.equals(bytes, others);
        }
        if (one instanceof List<?> list) {
            return other instanceof List<?> others && alike(list, others);
        }
        if (one instanceof Record record) {
            return one.getClass() == other.getClass() && alikeByComponents(record, other);
        }
        return one.equals(other);
    }

    private static boolean alike(List<?> one, List<?> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (!alike(one.get(i), other.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean alikeByComponents(Record one, Object other) {
        for (RecordComponent component : one.getClass().getRecordComponents()) {
            try {
                if (!alike(
                        component.getAccessor().invoke(one),
                        component.getAccessor().invoke(other))) {
                    return false;
                }
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("can't read " + component + " of " + one, e);
            }
        }
        return true;
    }
}
