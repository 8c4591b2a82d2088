package io.asdr.codec;

import io.asdr.CodecException;
import java.lang.invoke.MethodHandles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the parts of one type. Lives while one codec is made. */
final class PartResolver {

    /** A generic record that contains itself with ever longer type arguments would otherwise never end. */
    private static final int MAX_DEPTH = 100;

    private final MethodHandles.Lookup lookup;
    private final Map<TypeUse, RecordPart> records = new HashMap<>();
    private int depth;

    PartResolver(MethodHandles.Lookup lookup) {
        this.lookup = lookup;
    }

    Part<?> resolve(TypeUse use) {
        if (depth == MAX_DEPTH) {
            throw new CodecException("types nest more than " + MAX_DEPTH + " deep");
        }
        depth++;
        Part<?> part = partOf(use);
        depth--;
        return part;
    }

    /** A place for {@code use}: all but a primitive may be null. */
    Slot slot(TypeUse use) {
        return new Slot(resolve(use), !use.raw().isPrimitive());
    }

    MethodHandles.Lookup lookup() {
        return lookup;
    }

    /** Makes {@code part} known before its components are resolved: one of them may be of the same type. */
    void onBegun(TypeUse use, RecordPart part) {
        records.put(use, part);
    }

    private Part<?> partOf(TypeUse use) {
        Class<?> raw = use.raw();
        Scalar<?> scalar = Scalar.of(raw);
        if (scalar != null) {
            return scalar;
        }
        if (raw == byte[].class) {
            return new BytesPart();
        }
        if (raw.isEnum()) {
            return new EnumPart(raw);
        }
        if (raw.isRecord()) {
            RecordPart known = records.get(use);
            return known != null ? known : new RecordPart(use, this);
        }
        if (raw == List.class) {
            return CollectionPart.listOf(elementSlot(use, 0, 1, "[]"));
        }
        if (raw == Set.class) {
            return CollectionPart.setOf(elementSlot(use, 0, 1, "[]"));
        }
        if (raw == Map.class) {
            return new MapPart(elementSlot(use, 0, 2, "{key}"), elementSlot(use, 1, 2, "{value}"));
        }
        throw new CodecException(
                use + " has no built-in codec: it is no scalar, enum, record, java.util.List, Set or Map");
    }

    private Slot elementSlot(TypeUse use, int index, int expected, String step) {
        if (use.arguments().size() != expected) {
            throw new CodecException(use + " does not say what it contains");
        }
        try {
            return slot(use.arguments().get(index));
        } catch (CodecException e) {
            throw FieldException.at(step, e);
        }
    }
}
