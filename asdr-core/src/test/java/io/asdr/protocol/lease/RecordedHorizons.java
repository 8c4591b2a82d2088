package io.asdr.protocol.lease;

import io.asdr.protocol.effect.MemberOutbox;
import io.asdr.protocol.message.ExchangeMessage.Offer;
import io.asdr.protocol.message.MemberMessage;
import io.asdr.protocol.ownership.PartitionTable;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps what the leases send, how far each horizon is, and who was reported. */
final class RecordedHorizons implements MemberOutbox {

    final List<MemberMessage> sent = new ArrayList<>();
    final TreeMap<MemberId, Long> horizons = new TreeMap<>();
    final List<MemberId> silent = new ArrayList<>();

    @Override
    public void send(MemberId to, MemberMessage message) {
        sent.add(message);
    }

    @Override
    public void horizon(MemberId granter, long untilNanos) {
        horizons.put(granter, untilNanos);
    }

    @Override
    public void silent(MemberId member) {
        silent.add(member);
    }

    @Override
    public void peers(Collection<Peer> peers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void install(
            PartitionTable table, @Nullable View before, int number, boolean gap, Map<MemberId, Long> departed) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void installed(ViewId view, MemberId member, List<Offer> offers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void purge(ViewId view) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void refused(String reason) {
        throw new UnsupportedOperationException();
    }
}
