package io.asdr;

/** What readers may keep. */
public enum CopyMode {
    /** Readers keep copies under a contract: a copy that can be read is never stale. */
    COHERENT,
    /** Readers keep nothing; each read that the owner or a replica does not serve goes over the network. */
    NONE
}
