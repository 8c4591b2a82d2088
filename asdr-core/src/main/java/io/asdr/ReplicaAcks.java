package io.asdr;

/** Whether a write waits until its replicas have it. */
public enum ReplicaAcks {
    /** It does: what was acknowledged survives the loss of as many members as there are replicas (P2). */
    SYNC,
    /** Replicas are told on a timer: what was written since the last time is lost with its owner. */
    ASYNC
}
