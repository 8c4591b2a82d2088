package io.asdr;

import io.asdr.codec.Codec;
import io.asdr.spi.TableOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One table's settings. All members that open the table must give the same, except {@code loader}, {@code usable} and {@code copyOnRead}, which are each member's own; else
 * {@link AsdrNode#table(TableConfig)} throws {@link TableConfigMismatchException}. Immutable.
 */
public final class TableConfig<K, V> {

    /** The longest table name, in characters. */
    public static final int MAX_NAME_CHARS = 255;

    private final String name;
    private final Codec<K> keyCodec;
    private final Codec<V> valueCodec;
    private final int replicas;
    private final CopyMode copies;
    private final boolean restoreFromCopies;
    private final boolean copyOnRead;
    private final WhenSplit whenSplit;
    private final MergePolicy mergePolicy;
    private final @Nullable Function<K, V> loader;
    private final @Nullable Duration timeToLive;
    private final @Nullable Duration maxIdle;
    private final @Nullable Duration refractory;
    private final @Nullable Duration replicationInterval;
    private final @Nullable Long maxEntries;
    private final @Nullable Long maxCopies;
    private final boolean refresh;
    private final @Nullable Predicate<V> usable;
    private final @Nullable Function<K, ?> affinity;
    private final Map<String, Predicate<K>> pins;

    private TableConfig(Builder<K, V> builder) {
        this.name = builder.name;
        this.keyCodec = builder.keyCodec;
        this.valueCodec = builder.valueCodec;
        this.replicas = builder.replicas;
        this.copies = builder.copies;
        this.restoreFromCopies = builder.restoreFromCopies;
        this.copyOnRead = builder.copyOnRead;
        this.whenSplit = builder.whenSplit;
        this.mergePolicy = builder.mergePolicy;
        this.loader = builder.loader;
        this.timeToLive = builder.timeToLive;
        this.maxIdle = builder.maxIdle;
        this.refractory = builder.refractory;
        this.replicationInterval = builder.replicationInterval;
        this.maxEntries = builder.maxEntries;
        this.maxCopies = builder.maxCopies;
        this.refresh = builder.refresh;
        this.usable = builder.usable;
        this.affinity = builder.affinity;
        this.pins = new LinkedHashMap<>();
        builder.pins.forEach(pin -> pins.put(pin.getKey(), pin.getValue()));
    }

    /**
     * Settings for a table of keys and values that a built-in codec knows, see {@link Codec#of(Class)}.
     *
     * @param name 1 to {@value #MAX_NAME_CHARS} characters
     * @throws CodecException if there is no built-in codec for one of the classes, or if equal keys may have different encodings
     */
    public static <K, V> Builder<K, V> of(String name, Class<K> keys, Class<V> values) {
        return of(name, Codec.of(keys), Codec.of(values));
    }

    /** Settings for a table with codecs of the application's own. */
    public static <K, V> Builder<K, V> of(String name, Codec<K> keys, Codec<V> values) {
        return new Builder<>(name, keys, values);
    }

    public String name() {
        return name;
    }

    public Codec<K> keyCodec() {
        return keyCodec;
    }

    public Codec<V> valueCodec() {
        return valueCodec;
    }

    public int replicas() {
        return replicas;
    }

    public CopyMode copies() {
        return copies;
    }

    public boolean restoreFromCopies() {
        return restoreFromCopies;
    }

    public boolean copyOnRead() {
        return copyOnRead;
    }

    public WhenSplit whenSplit() {
        return whenSplit;
    }

    public MergePolicy mergePolicy() {
        return mergePolicy;
    }

    /** Makes a value for a key that has none, or null if reads only look. */
    public @Nullable Function<K, V> loader() {
        return loader;
    }

    /** How long a value lives after it was written, or null if for ever. */
    public @Nullable Duration timeToLive() {
        return timeToLive;
    }

    /** How long an entry lives that nobody uses, or null if for ever. */
    public @Nullable Duration maxIdle() {
        return maxIdle;
    }

    /** How long after a write further updates of its entry are refused, or null if they never are. */
    public @Nullable Duration refractory() {
        return refractory;
    }

    /** In which interval replicas are told of writes, or null if each write waits for them. */
    public @Nullable Duration replicationInterval() {
        return replicationInterval;
    }

    /** How many entries a member keeps as owner or replica, or null if any number. */
    public @Nullable Long maxEntries() {
        return maxEntries;
    }

    /** How many copies a member keeps as a reader, or null if any number. */
    public @Nullable Long maxCopies() {
        return maxCopies;
    }

    public boolean refresh() {
        return refresh;
    }

    /** Whether a value counts, or null if every one does. */
    public @Nullable Predicate<V> usable() {
        return usable;
    }

    /** What of a key decides who owns it, or null if all of it. */
    public @Nullable Function<K, ?> affinity() {
        return affinity;
    }

    /** Which keys certain members own, by the members' names. */
    public Map<String, Predicate<K>> pins() {
        return Collections.unmodifiableMap(pins);
    }

    private static final Duration LEAST_IDLE = Duration.ofMillis(10);

    private static Duration positive(String name, Duration duration) {
        Objects.requireNonNull(duration, name);
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + "=" + duration + " must be more than 0");
        }
        return duration;
    }

    private static long positive(String name, long count) {
        if (count < 1) {
            throw new IllegalArgumentException(name + "=" + count + " must be at least 1");
        }
        return count;
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder<K, V> {

        private final String name;
        private final Codec<K> keyCodec;
        private final Codec<V> valueCodec;
        private int replicas = 1;
        private CopyMode copies = CopyMode.COHERENT;
        private boolean restoreFromCopies = true;
        private boolean copyOnRead;
        private WhenSplit whenSplit = WhenSplit.SERVE;
        private MergePolicy mergePolicy = MergePolicy.largerSide();
        private @Nullable Function<K, V> loader;
        private @Nullable Duration timeToLive;
        private @Nullable Duration maxIdle;
        private @Nullable Duration refractory;
        private @Nullable Duration replicationInterval;
        private @Nullable Long maxEntries;
        private @Nullable Long maxCopies;
        private boolean refresh;
        private @Nullable Predicate<V> usable;
        private @Nullable Function<K, ?> affinity;
        private final List<Map.Entry<String, Predicate<K>>> pins = new ArrayList<>();

        private Builder(String name, Codec<K> keyCodec, Codec<V> valueCodec) {
            if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
                throw new IllegalArgumentException(
                        "name='" + name + "' must have 1 to " + MAX_NAME_CHARS + " characters");
            }
            this.name = name;
            this.keyCodec = Objects.requireNonNull(keyCodec, "keyCodec");
            if (!keyCodec.isCanonical()) {
                throw new CodecException("table '" + name + "': keyCodec=" + keyCodec.id()
                        + " may encode equal keys differently; a key must have one encoding");
            }
            this.valueCodec = Objects.requireNonNull(valueCodec, "valueCodec");
        }

        /**
         * How many members keep a second copy: a write that was acknowledged survives the loss of that many members (default 1).
         *
         * @param count 0 to 15
         */
        public Builder<K, V> replicas(int count) {
            if (count < 0 || count > 15) {
                throw new IllegalArgumentException("replicas=" + count + " must be in 0..15");
            }
            this.replicas = count;
            return this;
        }

        /** Whether readers keep copies (default {@link CopyMode#COHERENT}). */
        public Builder<K, V> copies(CopyMode mode) {
            this.copies = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /** Whether readers' copies restore what owners and replicas lost together (default true). */
        public Builder<K, V> restoreFromCopies(boolean restore) {
            this.restoreFromCopies = restore;
            return this;
        }

        /** Whether each read decodes its own object (default false: reads may hand out the same object, so values must be immutable or left alone). */
        public Builder<K, V> copyOnRead(boolean copy) {
            this.copyOnRead = copy;
            return this;
        }

        /** What the table does where the cluster is split (default {@link WhenSplit#SERVE}). */
        public Builder<K, V> whenSplit(WhenSplit mode) {
            this.whenSplit = Objects.requireNonNull(mode, "mode");
            return this;
        }

        /** What a SERVE table keeps when a split ends (default {@link MergePolicy#largerSide()}). */
        public Builder<K, V> mergePolicy(MergePolicy policy) {
            this.mergePolicy = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /** Makes a value where a read finds none: once in the whole cluster, on the thread of the first reader. May return null for none. */
        public Builder<K, V> loader(Function<K, V> function) {
            this.loader = Objects.requireNonNull(function, "function");
            return this;
        }

        /**
         * How long a value lives after it was written (default: for ever), by the monotonic clock of its owner; {@link AsdrTable#put(Object, Object, Expiry)} can say otherwise for one. When its time is over, the
         * owner removes it like a call would, so nobody reads it once one caller was told that it is gone.
         *
         * @param life more than 0; from 73 years on it is endless
         */
        public Builder<K, V> timeToLive(Duration life) {
            this.timeToLive = positive("timeToLive", life);
            return this;
        }

        /**
         * How long an entry lives that nobody in the cluster uses (default: for ever). A read anywhere is a use, of a copy too. An entry goes between one and two such times after its last use, and
         * later where the search for idle entries, which takes a thousandth of the time at most, does not keep up. Requirements R55 to R59.
         *
         * @param idle 10 ms or more; from 73 years on it is endless
         */
        public Builder<K, V> maxIdle(Duration idle) {
            if (idle.compareTo(LEAST_IDLE) < 0) {
                throw new IllegalArgumentException("maxIdle=" + idle + " must be at least 10 ms");
            }
            this.maxIdle = idle;
            return this;
        }

        /**
         * Whether a write waits until its replicas have it (default {@link ReplicaAcks#SYNC}); for {@link ReplicaAcks#ASYNC} give the interval, see {@link #replicaAcks(ReplicaAcks, Duration)}.
         */
        public Builder<K, V> replicaAcks(ReplicaAcks acks) {
            if (acks == ReplicaAcks.ASYNC) {
                throw new IllegalArgumentException("replicaAcks=ASYNC needs the interval in which replicas are told");
            }
            this.replicationInterval = null;
            return this;
        }

        /**
         * Writes don't wait for replicas ({@link ReplicaAcks#ASYNC}): what was written is pooled, and told to the replicas every {@code interval}, and when the owner leaves. What was written since the last time is
         * lost with an owner that dies, which is announced as {@code PartitionLost}; calls that were under way have an unknown outcome then. Reads are as fresh as ever. Only for tables that go on in a split
         * ({@link WhenSplit#SERVE}). Requirement R51.
         *
         * @param interval 1 ms to an hour
         */
        public Builder<K, V> replicaAcks(ReplicaAcks acks, Duration interval) {
            if (acks != ReplicaAcks.ASYNC) {
                throw new IllegalArgumentException("replicaAcks=" + acks + " has no interval; interval=" + interval);
            }
            if (interval.compareTo(Duration.ofMillis(1)) < 0 || interval.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("interval=" + interval + " must be in 1 ms..1 hour");
            }
            this.replicationInterval = interval;
            return this;
        }

        /**
         * How long after a write of an entry further updates of it are refused with {@link RefractoryException} (default: they never are); removing it is not. Requirements R99, R100.
         *
         * @param period more than 0
         */
        public Builder<K, V> refractory(Duration period) {
            this.refractory = positive("refractory", period);
            return this;
        }

        /**
         * Whether a reader that gives a copy up because of a write asks for the new value at once, if the copy was in use (default false: the next read asks). Requirement R14.
         */
        public Builder<K, V> refresh(boolean atOnce) {
            this.refresh = atOnce;
            return this;
        }

        /**
         * Whether a value counts (default: every one does), run where it is read, on the reader's thread, on each read: so it must be quick. A value that fails it is rebuilt by the {@link #loader}, once in the whole
         * cluster; without a loader, reads find nothing, and {@code computeIfAbsent} rebuilds. Each member gives its own. Requirements R17, R18, R22.
         */
        public Builder<K, V> usable(Predicate<V> test) {
            this.usable = Objects.requireNonNull(test, "test");
            return this;
        }

        /**
         * How many entries a member keeps, as owner or as replica (default: any number). Where there are more, an owner removes the ones that are used least, like a call would. Requirement R74.
         *
         * @param count 1 or more
         */
        public Builder<K, V> maxEntries(long count) {
            this.maxEntries = positive("maxEntries", count);
            return this;
        }

        /**
         * How many copies of others' entries a member keeps as a reader (default: any number). Where there are more, those that are used least are dropped here, and are read from their owners from then on.
         * Requirements R73, R74.
         *
         * @param count 1 or more
         */
        public Builder<K, V> maxCopies(long count) {
            this.maxCopies = positive("maxCopies", count);
            return this;
        }

        /**
         * What of a key decides where it lives (default: all of it): keys of which the function returns equal parts have the same owner and replicas. The part's class has a built-in codec, see
         * {@link Codec#of(Class)}; null is refused at the call. Must be the same function at all members. Requirement R37.
         */
        public Builder<K, V> affinity(Function<K, ?> part) {
            this.affinity = Objects.requireNonNull(part, "part");
            return this;
        }

        /**
         * Gives certain keys a fixed owner: the member of that name, while it is there; else they are owned as if they had none. A key belongs to the first pin that takes it, whatever its affinity. Must be the same
         * predicates in the same order at all members. Requirement R38.
         *
         * @param memberName 1 to 64 characters; each name once
         */
        public Builder<K, V> pin(Predicate<K> keys, String memberName) {
            pins.add(Map.entry(Objects.requireNonNull(memberName, "memberName"), Objects.requireNonNull(keys, "keys")));
            return this;
        }

        /**
         * The settings.
         *
         * @throws IllegalArgumentException if some don't go together, or a pin is not one; says name, value and rule
         */
        public TableConfig<K, V> build() {
            checkPins();
            if (whenSplit == WhenSplit.STRICT && mergePolicy != MergePolicy.largerSide()) {
                throw new IllegalArgumentException("table '" + name + "': mergePolicy=" + mergePolicy
                        + " goes with whenSplit=SERVE only; a STRICT table never has two sides to merge");
            }
            if (whenSplit == WhenSplit.STRICT && replicationInterval != null) {
                throw new IllegalArgumentException(
                        "table '" + name
                                + "': replicaAcks=ASYNC goes with whenSplit=SERVE only; a STRICT table loses nothing that a majority has");
            }
            return new TableConfig<>(this);
        }

        private void checkPins() {
            Set<String> names = new HashSet<>();
            for (Map.Entry<String, Predicate<K>> pin : pins) {
                String member = pin.getKey();
                if (member.isEmpty() || member.length() > NodeBuilder.MAX_MEMBER_NAME_CHARS) {
                    throw new IllegalArgumentException("table '" + name + "': pin memberName='" + member
                            + "' must have 1 to " + NodeBuilder.MAX_MEMBER_NAME_CHARS + " characters");
                }
                if (!names.add(member)) {
                    throw new IllegalArgumentException("table '" + name + "': pin memberName='" + member
                            + "' must be given once; join the predicates");
                }
            }
            if (pins.size() > TableOptions.MAX_PINS) {
                throw new IllegalArgumentException(
                        "table '" + name + "': pins=" + pins.size() + " must be at most " + TableOptions.MAX_PINS);
            }
        }
    }
}
