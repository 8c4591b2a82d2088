package io.asdr;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a SERVE table keeps when a split ends, key by key, of what the two sides wrote meanwhile. A key that only one side wrote since the split keeps that side's value under every policy but
 * {@link #largerSide()}. Removals leave no trace: a key that one side removed and the other wrote has the written value.
 *
 * <p>All members that open the table must give a policy of the same {@link #id()}. Immutable.
 */
public final class MergePolicy {

    /**
     * Chooses between two values that were written on two sides of a split. Runs on the node's executor, once for each such key, at the member that owns the key; must give the same answer everywhere.
     */
    @FunctionalInterface
    public interface Choice<V> {

        /**
         * The value to keep: one of the two, or one made of both.
         *
         * @param kept the value of the larger side, null if that side has none
         * @param other the value of the other side
         * @return null removes the entry
         */
        @Nullable
        V choose(Object key, @Nullable V kept, V other);
    }

    private static final MergePolicy LARGER_SIDE = new MergePolicy("larger-side", null);
    private static final MergePolicy NEWEST_ENTRY = new MergePolicy("newest-entry", null);

    private final String id;
    private final @Nullable Choice<Object> choice;

    private MergePolicy(String id, @Nullable Choice<Object> choice) {
        this.id = id;
        this.choice = choice;
    }

    /** Keeps all that the side with more members has, and drops what the other wrote. The default. */
    public static MergePolicy largerSide() {
        return LARGER_SIDE;
    }

    /** Keeps the value that was written last, by the clocks of the owners that wrote it: as good as those agree. */
    public static MergePolicy newestEntry() {
        return NEWEST_ENTRY;
    }

    /**
     * Keeps what {@code choice} says. A member that owns a key whose table it has not opened keeps the larger side's value of it.
     *
     * @param id names the function: members with another id can't open the table; 1 to 100 characters
     */
    @SuppressWarnings("unchecked")
    public static <V> MergePolicy of(String id, Choice<V> choice) {
        if (id.isEmpty() || id.length() > 100 || id.equals(LARGER_SIDE.id) || id.equals(NEWEST_ENTRY.id)) {
            throw new IllegalArgumentException(
                    "id='" + id + "' must have 1 to 100 characters and not be that of a built-in policy");
        }
        return new MergePolicy(id, (Choice<Object>) Objects.requireNonNull(choice, "choice"));
    }

    public String id() {
        return id;
    }

    /** The application's function, or null for a built-in policy. */
    public @Nullable Choice<Object> choice() {
        return choice;
    }

    @Override
    public String toString() {
        return id;
    }
}
