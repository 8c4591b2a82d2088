package io.asdr;

/** What readers may keep. */
public enum CopyMode {
    /** Readers keep copies under a contract: a copy that can be read is never stale. */
    COHERENT,
    /**
     * Readers keep copies, and writes do not wait for them: a copy may be stale for a moment, or, where the message to it was lost, until the reader's next renewal (some 0.5 s) or the end of its lease. Promise P1
     * does not hold.
     */
    EVENTUAL,
    /** Readers keep nothing; each read that the owner or a replica does not serve goes over the network. */
    NONE
}
