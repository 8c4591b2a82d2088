package io.asdr;

import io.asdr.codec.StableHash;

/**
 * Bridges two majors of the key format: turns the encodings of this node's keys into those of another major, and back. Thread-safe.
 *
 * <p>It is a bijection: two keys that differ do so in the other major too, and a key that was turned into the other major and back is the same.
 */
public interface KeyConverter {

    /** The major besides the node's own that it reads and writes; 1 to 255. */
    int otherMajor();

    /**
     * The key in the other major.
     *
     * @param key as this node's codec encodes it
     */
    byte[] toOther(String table, byte[] key);

    /**
     * The key as this node's codec encodes it.
     *
     * @param key in the other major
     */
    byte[] fromOther(String table, byte[] key);

    /**
     * The hash of a key in the other major: what the codec of the nodes of that major says. Here it is that of the encoding, as it is with every codec that does not
     * say something else.
     *
     * @param key in the other major
     */
    default long otherHash(String table, byte[] key) {
        return StableHash.of(key);
    }
}
