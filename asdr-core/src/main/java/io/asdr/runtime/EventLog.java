package io.asdr.runtime;

import io.asdr.spi.KeyFormat;
import io.asdr.spi.View;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what is logged, and at which level. Never a key, a value or a secret. */
final class EventLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.asdr");

    private final String node;
    private final AtomicLong malformed = new AtomicLong();

    EventLog(String node) {
        this.node = node;
    }

    void viewInstalled(View view, boolean gap) {
        LOG.info(
                "{}: view {} of {} members{}",
                node,
                view.id().epoch(),
                view.members().size(),
                gap ? ", joined as a new member" : "");
    }

    void lost(String table, int partition, long restored) {
        LOG.warn(
                "{}: table '{}' partition {}: no member had all of it; {} entries were restored from copies",
                node,
                table,
                partition,
                restored);
    }

    void abandoned(String table, long entries) {
        LOG.warn(
                "{}: table '{}': the cluster merged with one that began apart from this node's and has keys in other"
                        + " partitions; {} entries that this node kept are lost. Start the first members one after the"
                        + " other, or give initialMembers",
                node,
                table,
                entries);
    }

    void pinUnknown(String table, String member) {
        LOG.warn(
                "{}: table '{}': no member of the name '{}' was ever seen here, to which keys are pinned; until there"
                        + " is one they are owned as if they were not",
                node,
                table,
                member);
    }

    void addressTaken(String member, int wanted, int given) {
        LOG.warn("{}: {} asked for address {}, which another member has; it has {} now", node, member, wanted, given);
    }

    void beanRefused(String bean, Exception cause) {
        LOG.warn("{}: JMX does not take {}; it shows nothing of it: {}", node, bean, cause.toString());
    }

    void beanGone(String bean) {
        LOG.debug("{}: somebody else has removed {}", node, bean);
    }

    void minority(boolean entered) {
        if (entered) {
            LOG.warn("{}: no majority can be reached; STRICT tables are refused until one can", node);
        } else {
            LOG.info("{}: a majority can be reached again; STRICT tables are served", node);
        }
    }

    void versionAgreed(KeyFormat format) {
        LOG.info("{}: keys have format {}", node, format);
    }

    void keysMove(String table, int from, int to) {
        LOG.info("{}: table '{}' begins to move from keys of major {} to keys of major {}", node, table, from, to);
    }

    void keysMoved(String table, int major, long here) {
        LOG.info("{}: all keys of table '{}' have major {} now; {} of them were moved here", node, table, major, here);
    }

    void keyNotMoved(Throwable failure) {
        LOG.warn("{}: a key could not be moved to another format, and is tried again: {}", node, failure.toString());
    }

    void mergeFailed(String table, String reason) {
        LOG.warn(
                "{}: table '{}': a value that the merge policy chose could not be written; the larger side's stays: {}",
                node,
                table,
                reason);
    }

    void congested(String member, String reason, Duration hold) {
        LOG.warn(
                "{}: {} is congested: {}; renewals, refreshes and new replicas' data are held back for {}",
                node,
                member,
                reason,
                hold);
    }

    void connection(String peer, boolean up) {
        LOG.debug("{}: connection to {} is {}", node, peer, up ? "up" : "down");
    }

    /** Once a power of two: a flood of garbage does not flood the log. */
    void malformed(String peer, RuntimeException cause) {
        long count = malformed.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.warn("{}: {} sent a malformed frame ({} so far): {}", node, peer, count, cause.getMessage());
        }
    }

    void fault(Throwable fault) {
        LOG.error("{}: an invariant broke; please report this", node, fault);
    }

    void fatal(String reason) {
        LOG.error("{}: can't go on: {}", node, reason);
    }

    void closed() {
        LOG.info("{}: closed", node);
    }

    /** Runs code of the application; what it throws is logged. */
    void guard(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException | Error failure) {
            LOG.warn("{}: a listener failed", node, failure);
        }
    }
}
