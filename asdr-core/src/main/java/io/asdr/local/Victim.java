package io.asdr.local;

/**
 * An entry that is to make room for others.
 *
 * @param copy whether it was named as a reader's copy, or as an owner's entry
 */
public record Victim(int table, HeapEntry entry, boolean copy) {

    public int partition() {
        return entry.store().partition();
    }
}
