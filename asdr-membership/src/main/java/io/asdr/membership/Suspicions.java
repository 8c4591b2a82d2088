package io.asdr.membership;

import io.asdr.spi.MemberId;
import io.asdr.spi.Membership.Evidence;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.View;
import org.jgroups.protocols.FailureDetection.HeartbeatHeader;
import org.jgroups.stack.Protocol;
import org.jgroups.util.MessageBatch;
import org.jspecify.annotations.Nullable;

/**
 * Brings what members report to the one that makes the next group. It sits right above VERIFY_SUSPECT2: a silent member is handed down to be verified, one that is refused or unreachable straight up to GMS.
 *
 * <p>Reports go to all members, as suspicions of JGroups' own detectors do, since whoever takes over from a dead coordinator must know of its death too. A report is one unreliable message:
 * whoever still has reason to reports again, and the detectors see a dead member without us. Member and evidence travel in nine bytes of payload; the header only marks the message.
 */
final class Suspicions extends Protocol {

    /** Ours within our own stack only; it is in no registry of the JVM, so no other user of JGroups can clash with it. */
    private static final short ID = 0x4153;

    private static final byte SILENT = 0;
    private static final byte REFUSED = 1;
    private static final int REPORT_BYTES = 1 + 8;

    /** A connection is tried every few milliseconds at first: that many reports would keep JGroups from acting on the first. */
    private static final long AGAIN_NANOS = 50_000_000;

    private record Report(MemberId member, Evidence evidence, long nanos) {}

    private volatile @Nullable Report last;
    private volatile @Nullable View view;

    Suspicions() {
        id = ID;
    }

    /** Tells all members, this one among them, why {@code member} is believed to be gone. The same again within 50 ms is left out. */
    void report(MemberId member, Evidence evidence) {
        View current = view;
        Optional<Address> suspect = addressOf(member);
        if (current == null || suspect.isEmpty() || isRepeated(member, evidence)) {
            return;
        }
        // Handed over: acting on it may take as long as the acknowledgements of a view.
        getTransport().getThreadPool().execute(() -> onSuspect(suspect.get(), evidence != Evidence.SILENT, current));
        byte[] report = ByteBuffer.allocate(REPORT_BYTES)
                .put(evidence == Evidence.SILENT ? SILENT : REFUSED)
                .putLong(member.incarnation())
                .array();
        down_prot.down(new BytesMessage(null, report)
                .setFlag(Message.Flag.OOB)
                .setFlag(Message.TransientFlag.DONT_BLOCK)
                .setFlag(Message.TransientFlag.DONT_LOOPBACK)
                .putHeader(id, new HeartbeatHeader()));
    }

    private boolean isRepeated(MemberId member, Evidence evidence) {
        long now = System.nanoTime();
        Report before = last;
        if (before != null
                && before.member().equals(member)
                && before.evidence() == evidence
                && now - before.nanos() < AGAIN_NANOS) {
            return true;
        }
        last = new Report(member, evidence, now);
        return false;
    }

    @Override
    public @Nullable Object down(Event event) {
        if (event.getType() == Event.VIEW_CHANGE) {
            view = event.getArg();
        }
        return down_prot.down(event);
    }

    @Override
    public @Nullable Object up(Message message) {
        return message.getHeader(id) == null ? up_prot.up(message) : onReport(message);
    }

    @Override
    public void up(MessageBatch batch) {
        for (Iterator<Message> messages = batch.iterator(); messages.hasNext(); ) {
            Message message = messages.next();
            if (message.getHeader(id) != null) {
                messages.remove();
                onReport(message);
            }
        }
        if (!batch.isEmpty()) {
            up_prot.up(batch);
        }
    }

    private @Nullable Object onReport(Message message) {
        View current = view;
        if (current == null || !current.containsMember(message.getSrc()) || message.getLength() != REPORT_BYTES) {
            return null;
        }
        var report = ByteBuffer.wrap(message.getArray(), message.getOffset(), REPORT_BYTES);
        boolean refused = report.get() == REFUSED;
        addressOf(new MemberId(report.getLong()))
                .filter(suspect -> !suspect.equals(local_addr))
                .ifPresent(suspect -> onSuspect(suspect, refused, current));
        return null;
    }

    private void onSuspect(Address suspect, boolean refused, View current) {
        var suspicion = new Event(Event.SUSPECT, List.of(suspect));
        if (refused) {
            // Everywhere: GMS keeps it until it is this member's turn to make the group.
            up_prot.up(suspicion);
        } else if (isNextWithout(suspect, current)) {
            // By one member only: verifying costs the suspect an answer to each who asks.
            down_prot.up(suspicion);
        }
    }

    /** Whether this member makes the group that {@code suspect} is no longer in. */
    private boolean isNextWithout(Address suspect, View current) {
        return current.getMembers().stream()
                .filter(address -> !address.equals(suspect))
                .findFirst()
                .filter(address -> address.equals(local_addr))
                .isPresent();
    }

    private Optional<Address> addressOf(MemberId member) {
        View current = view;
        return current == null
                ? Optional.empty()
                : current.getMembers().stream()
                        .filter(address -> PeerAddress.of(address)
                                .filter(found -> found.peer().id().equals(member))
                                .isPresent())
                        .findFirst();
    }
}
