package io.asdr.protocol.lease;

import io.asdr.protocol.effect.Event;
import io.asdr.protocol.effect.Installation;
import io.asdr.protocol.effect.MemberOutbox;
import io.asdr.protocol.message.ExchangeMessage.Offer;
import io.asdr.protocol.message.MemberMessage;
import io.asdr.protocol.message.ViewMessage;
import io.asdr.spi.MemberId;
import io.asdr.spi.MemberStatus;
import io.asdr.spi.Peer;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Keeps what the leases send, how far each horizon is, and who was reported. */
final class RecordedHorizons implements MemberOutbox {

    final List<MemberMessage> sent = new ArrayList<>();
    final TreeMap<MemberId, Long> horizons = new TreeMap<>();
    final TreeMap<MemberId, MemberStatus> statuses = new TreeMap<>();
    long quorumNanos;
    final List<MemberId> unreachable = new ArrayList<>();
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
    public void status(MemberId member, MemberStatus status) {
        statuses.put(member, status);
    }

    @Override
    public void silent(MemberId member) {
        silent.add(member);
    }

    @Override
    public void unreachable(MemberId member) {
        unreachable.add(member);
    }

    @Override
    public void peers(Collection<Peer> peers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void install(Installation installation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void agreed(ViewId view) {
        throw new AssertionError();
    }

    @Override
    public void settled(ViewId view) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void quorum(long untilNanos) {
        quorumNanos = untilNanos;
    }

    @Override
    public void minority(boolean entered) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void exchanged(ViewId view) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void expelled(String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void report(Event event) {
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
    public void refused(ViewMessage.Refused refused) {
        throw new UnsupportedOperationException();
    }
}
