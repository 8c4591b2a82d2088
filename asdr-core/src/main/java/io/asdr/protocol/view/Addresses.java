package io.asdr.protocol.view;

import io.asdr.spi.MemberId;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** The addresses of a new view: who stays keeps its own, then come those that ask for one, and the rest get the lowest that are free. Requirements R94, R95. */
final class Addresses {

    private final Map<MemberId, Integer> given = new TreeMap<>();
    private final TreeSet<Integer> taken = new TreeSet<>();

    /** Gives a member this address, unless it has one or another member has it; 0 is none. */
    void give(MemberId member, int address) {
        if (address > 0 && !given.containsKey(member) && taken.add(address)) {
            given.put(member, address);
        }
    }

    /** The address of the member; the lowest that is free if it has none yet. */
    int of(MemberId member) {
        for (int address = 1; !given.containsKey(member); address++) {
            give(member, address);
        }
        return given.getOrDefault(member, 0);
    }
}
