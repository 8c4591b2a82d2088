package io.asdr.codec;

import io.asdr.CodecException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;

/** The way into one record class, however private it is. */
final class RecordAccess {

    private final Class<?> type;
    private final MethodHandles.Lookup inside;

    /**
     * Opens a record class.
     *
     * @param caller who may see the class, if this module may not
     */
    RecordAccess(Class<?> type, MethodHandles.Lookup caller) {
        this.type = type;
        this.inside = inside(type, caller);
    }

    /** The canonical constructor, as {@code (Object[])Object}. */
    MethodHandle constructor() {
        Class<?>[] types = Stream.of(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return inside.findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw closed(e);
        }
    }

    /** The accessor of a component, as {@code (Object)Object}. */
    MethodHandle accessor(RecordComponent component) {
        try {
            return inside.unreflect(component.getAccessor()).asType(MethodType.methodType(Object.class, Object.class));
        } catch (IllegalAccessException e) {
            throw closed(e);
        }
    }

    private static MethodHandles.Lookup inside(Class<?> type, MethodHandles.Lookup caller) {
        // Unlike reflection, method handles don't make this module read the other one by themselves.
        RecordAccess.class.getModule().addReads(type.getModule());
        for (MethodHandles.Lookup lookup : new MethodHandles.Lookup[] {caller, MethodHandles.lookup()}) {
            try {
                return MethodHandles.privateLookupIn(type, lookup);
            } catch (IllegalAccessException e) {
                // Not open to that one: the next may do, and a public record of an exported package needs none.
            }
        }
        return MethodHandles.publicLookup();
    }

    private CodecException closed(ReflectiveOperationException e) {
        return new CodecException(
                type.getName()
                        + " can't be accessed: open its package to this module, or pass a lookup of its own module"
                        + " to Codec.of(Class, Lookup)",
                e);
    }
}
