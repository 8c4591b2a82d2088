package io.asdr.protocol.message;

import java.util.Arrays;

/** A key as the protocol sees it: its encoding, and the hash that was computed once where the call was made. Two keys are the same if their bytes are. */
public final class Key implements Comparable<Key> {

    private final byte[] bytes;
    private final long hash;

    /** Takes {@code bytes} as they are: they must not change afterwards. */
    public Key(byte[] bytes, long hash) {
        this.bytes = bytes;
        this.hash = hash;
    }

    /** The encoding; not a copy. */
    public byte[] bytes() {
        return bytes;
    }

    public long hash() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && hash == key.hash && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash);
    }

    /** By hash, then by bytes: the order in which a scan visits keys. */
    @Override
    public int compareTo(Key other) {
        int byHash = Long.compareUnsigned(hash, other.hash);
        return byHash != 0 ? byHash : Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public String toString() {
        return String.format("#%016x", hash);
    }
}
