package io.asdr.codec;

import java.util.HashSet;
import java.util.Set;

/**
 * What a walk over the parts of a codec finds out: the text that names type and shape, and what the encodings are good for.
 *
 * <p>A record is spelt out where it occurs first and only named after that, so that a recursive one comes to an end and one that occurs often stays short. A {@code !}
 * follows what can't be null and therefore has no presence byte.
 */
final class ShapeDescription {

    private final StringBuilder text = new StringBuilder();
    private final Set<TypeUse> spelt = new HashSet<>();
    private boolean isIdentity = true;
    private boolean isCanonical = true;

    static ShapeDescription of(Part<?> part) {
        var description = new ShapeDescription();
        part.describe(description);
        return description;
    }

    void append(String more) {
        text.append(more);
    }

    /** Whether {@code use} was not met before. */
    boolean isFirst(TypeUse use) {
        return spelt.add(use);
    }

    /** Notes a part that can change, or whose equality is not that of its bytes. */
    void onOtherEquality() {
        isIdentity = false;
    }

    /** Notes a part of which equal ones may have different bytes. */
    void onOtherBytes() {
        isIdentity = false;
        isCanonical = false;
    }

    String text() {
        return text.toString();
    }

    boolean isIdentity() {
        return isIdentity;
    }

    boolean isCanonical() {
        return isCanonical;
    }
}
