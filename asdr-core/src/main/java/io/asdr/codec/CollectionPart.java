package io.asdr.codec;

import io.asdr.CodecException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A list or a set: the count, then the elements in the order of iteration. What is decoded can't be modified. */
final class CollectionPart<C extends Collection<@Nullable Object>> implements Part<C> {

    /** More is allocated only as elements are in fact read: a count alone must not cost memory. */
    static final int TRUSTED_COUNT = 1024;

    private final String name;
    private final boolean isOrdered;
    private final Slot element;
    private final IntFunction<C> empty;
    private final UnaryOperator<C> unmodifiable;

    private CollectionPart(
            String name, boolean isOrdered, Slot element, IntFunction<C> empty, UnaryOperator<C> unmodifiable) {
        this.name = name;
        this.isOrdered = isOrdered;
        this.element = element;
        this.empty = empty;
        this.unmodifiable = unmodifiable;
    }

    static Part<?> listOf(Slot element) {
        return new CollectionPart<List<@Nullable Object>>(
                "list", true, element, ArrayList::new, Collections::unmodifiableList);
    }

    static Part<?> setOf(Slot element) {
        return new CollectionPart<Set<@Nullable Object>>(
                "set", false, element, LinkedHashSet::new, Collections::unmodifiableSet);
    }

    @Override
    public void encode(C value, Sink sink) {
        // One snapshot gives count and elements: a concurrent collection may change in between.
        @Nullable Object[] elements = value.toArray();
        sink.enterNesting();
        sink.writeVarInt(elements.length);
        for (int i = 0; i < elements.length; i++) {
            try {
                element.encode(elements[i], sink);
            } catch (RuntimeException | StackOverflowError e) {
                throw FieldException.at("[" + i + "]", e);
            }
        }
        sink.leaveNesting();
    }

    @Override
    public C decode(Source source) {
        source.enterNesting();
        int count = source.readCount(1);
        C elements = empty.apply(Math.min(count, TRUSTED_COUNT));
        for (int i = 0; i < count; i++) {
            try {
                if (!elements.add(element.decode(source))) {
                    throw new CodecException("an element of a set occurs twice");
                }
            } catch (RuntimeException | StackOverflowError e) {
                throw FieldException.at("[" + i + "]", e);
            }
        }
        source.leaveNesting();
        return unmodifiable.apply(elements);
    }

    @Override
    public void describe(ShapeDescription description) {
        description.append(name + "<");
        element.describe(description);
        description.append(">");
        if (isOrdered) {
            description.onOtherEquality();
        } else {
            description.onOtherBytes();
        }
    }
}
