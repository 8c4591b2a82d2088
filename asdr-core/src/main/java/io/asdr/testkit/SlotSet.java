package io.asdr.testkit;

import java.util.Arrays;

/** Immutable set of small numbers below a size that is given once. Only sets of one size may meet. */
final class SlotSet {

    private final long[] words;

    private SlotSet(long[] words) {
        this.words = words;
    }

    static SlotSet empty(int size) {
        return new SlotSet(new long[(size + Long.SIZE - 1) / Long.SIZE]);
    }

    SlotSet with(int slot) {
        long[] changed = words.clone();
        changed[slot / Long.SIZE] |= 1L << slot;
        return new SlotSet(changed);
    }

    SlotSet without(int slot) {
        long[] changed = words.clone();
        changed[slot / Long.SIZE] &= ~(1L << slot);
        return new SlotSet(changed);
    }

    boolean contains(int slot) {
        return (words[slot / Long.SIZE] & 1L << slot) != 0;
    }

    int size() {
        int size = 0;
        for (long word : words) {
            size += Long.bitCount(word);
        }
        return size;
    }

    boolean isSubsetOf(SlotSet other) {
        for (int i = 0; i < words.length; i++) {
            if ((words[i] & ~other.words[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SlotSet set && Arrays.equals(words, set.words);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(words);
    }
}
