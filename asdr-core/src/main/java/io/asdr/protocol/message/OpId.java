package io.asdr.protocol.message;

import io.asdr.spi.MemberId;

/** Names a call: one number a caller and partition, so that it takes effect at most once however often it is sent. */
public record OpId(MemberId caller, long sequence) {

    /** What an owner does by itself: nobody called, and nobody waits for an answer. */
    public static OpId uncalled(MemberId owner) {
        return new OpId(owner, 0);
    }

    public boolean isCalled() {
        return sequence != 0;
    }
}
