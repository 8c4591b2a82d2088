package io.asdr.transport;

import io.asdr.spi.MemberId;
import io.asdr.transport.Greeting.Kind;

/** Who this member is to those that it greets. */
record Identity(String cluster, MemberId self) {

    Greeting greet(Kind kind, MemberId other) {
        return new Greeting(kind, self, other, cluster);
    }

    /** Of two members the one with the lower id connects, so that there are never two connections. */
    boolean dials(MemberId peer) {
        return self.compareTo(peer) < 0;
    }
}
