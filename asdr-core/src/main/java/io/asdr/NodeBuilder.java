package io.asdr;

import io.asdr.runtime.KeyFormatEdge;
import io.asdr.runtime.Node;
import io.asdr.spi.KeyFormat;
import io.asdr.spi.Membership;
import io.asdr.spi.OwnershipStrategy;
import io.asdr.spi.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Collects what a node needs. Not thread-safe. */
public final class NodeBuilder {

    /** The longest name of a member, in characters. */
    public static final int MAX_MEMBER_NAME_CHARS = 64;

    /** The greatest address. */
    public static final int MAX_ADDRESS = 65_535;

    /** The most lanes. */
    public static final int MAX_LANES = 4_096;

    private final String cluster;
    private String name = "node-" + ProcessHandle.current().pid();
    private @Nullable Membership membership;
    private @Nullable Transport transport;
    private OwnershipStrategy ownership = Ownership.rendezvous();
    private @Nullable Executor executor;
    private int laneCount = Math.min(MAX_LANES, Runtime.getRuntime().availableProcessors() * 16);
    private int partitionCount = 1_024;
    private Duration lease = Duration.ofSeconds(1);
    private Duration callTimeout = Duration.ofSeconds(10);
    private int attempts = Integer.MAX_VALUE;
    private int initialMembers = 1;
    private Duration congestionHold = Duration.ofSeconds(10);
    private int address;
    private boolean jmx = true;
    private boolean adminCommands;
    private KeyFormat keyFormat = KeyFormat.FIRST;
    private final List<KeyConverter> converters = new ArrayList<>();

    NodeBuilder(String cluster) {
        if (cluster.isEmpty() || cluster.length() > 255) {
            throw new IllegalArgumentException("clusterName='" + cluster + "' must have 1 to 255 characters");
        }
        this.cluster = cluster;
    }

    /** A name for people, and for pins of keys (default: one made of the process id); 1 to {@value #MAX_MEMBER_NAME_CHARS} characters. */
    public NodeBuilder name(String nodeName) {
        if (nodeName.isEmpty() || nodeName.length() > MAX_MEMBER_NAME_CHARS) {
            throw new IllegalArgumentException(
                    "name='" + nodeName + "' must have 1 to " + MAX_MEMBER_NAME_CHARS + " characters");
        }
        this.name = nodeName;
        return this;
    }

    /** Who can be reached. Goes with {@link #transport}; without both the node is local. */
    public NodeBuilder membership(Membership adapter) {
        this.membership = Objects.requireNonNull(adapter, "adapter");
        return this;
    }

    /** How members talk. Goes with {@link #membership}. */
    public NodeBuilder transport(Transport adapter) {
        this.transport = Objects.requireNonNull(adapter, "adapter");
        return this;
    }

    /** How owners are chosen (default {@link Ownership#rendezvous()}); all members must use the same. */
    public NodeBuilder ownership(OwnershipStrategy strategy) {
        this.ownership = Objects.requireNonNull(strategy, "strategy");
        return this;
    }

    /** How many partitions' worth of work can go on at once here (default 16 a processor); 1 to {@value #MAX_LANES}. Each member has its own number. */
    public NodeBuilder laneCount(int count) {
        this.laneCount = inRange("laneCount", count, 1, MAX_LANES);
        return this;
    }

    /** Into how many partitions the keys of a table are split (default 1,024); 1 to 65,536. All members must use the same. */
    public NodeBuilder partitionCount(int count) {
        this.partitionCount = inRange("partitionCount", count, 1, 65_536);
        return this;
    }

    /** How long a member goes on that was put out of the cluster and does not know it (default 1 s); 100 ms to 60 s. */
    public NodeBuilder lease(Duration length) {
        this.lease = inRange("lease", length, Duration.ofMillis(100), Duration.ofSeconds(60), "100 ms..60 s");
        return this;
    }

    /** How long a call waits for its answer (default 10 s); 1 ms to a day. */
    public NodeBuilder callTimeout(Duration timeout) {
        this.callTimeout = inRange("callTimeout", timeout, Duration.ofMillis(1), Duration.ofDays(1), "1 ms..1 day");
        return this;
    }

    /** How often a call that writes is sent at most (default: until its time is up); 1 makes every table behave like {@link AsdrTable#once()}. A call that was sent so often without an answer
     * throws {@link OutcomeUnknownException}. Requirement R105. */
    public NodeBuilder attempts(int count) {
        this.attempts = inRange("attempts", count, 1, Integer.MAX_VALUE);
        return this;
    }

    /** For how long what is not critical is held back from a member after it was last seen to be congested (default 10 s); 100 ms to an hour, and an eighth of the {@link #lease} at least. Requirement R102. */
    public NodeBuilder congestionHold(Duration length) {
        this.congestionHold =
                inRange("congestionHold", length, Duration.ofMillis(100), Duration.ofHours(1), "100 ms..1 hour");
        return this;
    }

    /**
     * With how many members the cluster begins (default 1): {@link WhenSplit#STRICT} tables work once more than half of them are in one view, so that two halves of a cluster that is just being
     * started don't become two clusters. All members must use the same number; says nothing about SERVE tables. 1 to 1,000.
     */
    public NodeBuilder initialMembers(int count) {
        this.initialMembers = inRange("initialMembers", count, 1, 1_000);
        return this;
    }

    /**
     * The address that this node asks for: a number that no other member has while it is there, see {@link AsdrNode#view()} (default: the lowest that is free); 1 to {@value #MAX_ADDRESS}. The coordinator gives it
     * to the node when it joins, unless another member has it: then it gets a free one, and that is logged. Requirements R94, R95.
     */
    public NodeBuilder address(int wanted) {
        this.address = inRange("address", wanted, 1, MAX_ADDRESS);
        return this;
    }

    /** Whether the platform's MBean server shows the node and its tables, as {@link NodeMXBean} and {@link TableMXBean} (default true). A name that another node of this JVM has stays its own; that is logged. Requirement R33. */
    public NodeBuilder jmx(boolean shown) {
        this.jmx = shown;
        return this;
    }

    /** Whether the beans also take commands: {@link NodeCommandsMXBean}, {@link TableCommandsMXBean} (default false: whoever reaches the MBean server can look, but change nothing). Requirement R33. */
    public NodeBuilder adminCommands(boolean taken) {
        this.adminCommands = taken;
        return this;
    }

    /**
     * The format in which the codecs of this node encode keys, as the application numbers it (default 1.0); major 1 to 255, minor 0 to 255. Members of different majors
     * can't read each other's keys, those of different minors can. The first members choose the major that most of them read, the greatest of several; who can't read it,
     * by itself or with a {@link #keyConverter converter}, stays out.
     */
    public NodeBuilder keyFormat(int major, int minor) {
        this.keyFormat = new KeyFormat(major, minor);
        return this;
    }

    /** Lets this node read and write keys of another major too; one converter for each. */
    public NodeBuilder keyConverter(KeyConverter converter) {
        inRange("otherMajor", converter.otherMajor(), 1, 255);
        converters.add(converter);
        return this;
    }

    /** Runs listeners, functions and stages (default: virtual threads where the JVM has them, else a bounded pool). */
    public NodeBuilder executor(Executor callbacks) {
        this.executor = Objects.requireNonNull(callbacks, "callbacks");
        return this;
    }

    /**
     * Starts the node and waits until it is in a view.
     *
     * @throws IllegalStateException if only one of membership and transport was given, or commands are to be taken by beans that are switched off
     * @throws TableConfigMismatchException if the cluster has other settings
     * @throws IncompatibleKeyFormatException if this node can't read the cluster's keys
     * @throws AsdrException if no view came within three call timeouts; nothing is left running then
     */
    public AsdrNode start() {
        if (membership == null && transport != null) {
            throw new IllegalStateException("a transport was given, but no membership; a node needs both or neither");
        }
        if (membership != null && transport == null) {
            throw new IllegalStateException("a membership was given, but no transport; a node needs both or neither");
        }
        if (adminCommands && !jmx) {
            throw new IllegalStateException("adminCommands=true needs jmx=true");
        }
        return Node.start(
                new Node.Config(
                        cluster,
                        name,
                        laneCount,
                        partitionCount,
                        ownership,
                        lease,
                        callTimeout,
                        attempts,
                        initialMembers,
                        congestionHold,
                        address,
                        new KeyFormatEdge(keyFormat, converters)),
                administration(),
                executor,
                membership,
                transport);
    }

    private Node.Administration administration() {
        if (!jmx) {
            return Node.Administration.OFF;
        }
        return adminCommands ? Node.Administration.COMMANDS : Node.Administration.READ_ONLY;
    }

    private static Duration inRange(String field, Duration value, Duration least, Duration most, String rule) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(field + "=" + value + " must be in " + rule);
        }
        return value;
    }

    private static int inRange(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + "=" + value + " must be in " + least + ".." + most);
        }
        return value;
    }
}
