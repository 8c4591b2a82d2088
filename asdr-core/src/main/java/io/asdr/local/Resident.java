package io.asdr.local;

/**
 * What {@link Residents} counts: an entry with two small numbers of its own, at first both 0.
 *
 * <p>The uses are plain: readers add to them without a lock while an eviction takes from them. One that is lost in that race costs the entry a little of its standing and nothing else.
 */
public interface Resident {

    /** How many uses are told apart. An entry that has them all is not written by a hit. */
    int MOST_USES = 3;

    /** The hash of the key. */
    long hash();

    /** From 0 to {@link #MOST_USES}. */
    int uses();

    void uses(int uses);

    /** Where the entry stands, from 0 to 3; belongs to {@link Residents}. */
    int place();

    void place(int place);

    /** Notes a hit. Any thread; writes nothing once the entry has {@link #MOST_USES}. */
    default void hit() {
        int uses = uses();
        if (uses < MOST_USES) {
            uses(uses + 1);
        }
    }
}
