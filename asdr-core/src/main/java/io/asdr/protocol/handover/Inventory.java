package io.asdr.protocol.handover;

import io.asdr.protocol.message.ExchangeMessage.ClaimHeld;
import io.asdr.protocol.message.ExchangeMessage.Offer;
import io.asdr.spi.MemberId;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the members offered for one partition when they installed the view. */
public final class Inventory {

    private final TreeMap<MemberId, Offer> offers = new TreeMap<>();

    public void add(MemberId member, Offer offer) {
        offers.put(member, offer);
    }

    /** Members that have every committed entry. */
    public List<MemberId> complete() {
        List<MemberId> complete = new ArrayList<>();
        offers.forEach((member, offer) -> {
            if (offer.complete()) {
                complete.add(member);
            }
        });
        return complete;
    }

    /** Members that have some copies or pending values. */
    public List<MemberId> partial() {
        List<MemberId> partial = new ArrayList<>();
        offers.forEach((member, offer) -> {
            if (!offer.complete() && offer.entryCount() > 0) {
                partial.add(member);
            }
        });
        return partial;
    }

    /** One member of each other part of the cluster that set aside what it had. */
    public Map<ViewId, MemberId> parts() {
        Map<ViewId, MemberId> parts = new TreeMap<>();
        offers.forEach((member, offer) -> {
            if (!offer.part().equals(ViewId.NONE)) {
                parts.putIfAbsent(offer.part(), member);
            }
        });
        return parts;
    }

    /** What is being built, by whom. */
    public Map<MemberId, List<ClaimHeld>> claims() {
        Map<MemberId, List<ClaimHeld>> claims = new TreeMap<>();
        offers.forEach((member, offer) -> {
            if (!offer.claims().isEmpty()) {
                claims.put(member, offer.claims());
            }
        });
        return claims;
    }
}
