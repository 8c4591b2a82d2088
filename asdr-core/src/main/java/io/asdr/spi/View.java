package io.asdr.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbered list of members. Everything that the cluster decides follows from it: who installs the same view sees the same chains.
 *
 * @param id grows with each view that a member installs
 * @param members oldest first
 * @param line the last views it descends from, newest first, at most {@value #MAX_LINE}
 * @param settings what all members of the view agree on
 * @param strict what the view is to STRICT tables
 */
public record View(ViewId id, List<Member> members, List<ViewId> line, Settings settings, StrictPast strict) {

    /** A view that may act in STRICT tables, as may those on its line. */
    public View(ViewId id, List<Member> members, List<ViewId> line, Settings settings) {
        this(
                id,
                members,
                line,
                settings,
                new StrictPast(
                        true,
                        line.isEmpty() ? ViewId.NONE : line.get(0),
                        members.stream()
                                .map(member -> new StrictPast.Since(member.id(), member.since()))
                                .toList()));
    }

    /** How many views back a member can come from without a gap, and how many may follow each other in a STRICT table before one of them is settled. */
    public static final int MAX_LINE = 256;

    public View {
        members = List.copyOf(members);
        line = List.copyOf(line);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("members must not be empty");
        }
        if (line.size() > MAX_LINE) {
            throw new IllegalArgumentException("line has " + line.size() + " views, the most is " + MAX_LINE);
        }
    }

    /**
     * A member of a view.
     *
     * @param since the view since which it has been in without a break
     * @param leaving it hands over what it has, and is in no chain
     * @param address a number that no other member of the view has, kept while this one stays; 1 or more. Requirements R94, R95
     */
    public record Member(Peer peer, ViewId since, boolean leaving, int address) {

        public Member {
            if (address < 1) {
                throw new IllegalArgumentException("address=" + address + " must be at least 1");
            }
        }

        public MemberId id() {
            return peer.id();
        }
    }

    /**
     * What every member must agree on before it may join.
     *
     * @param strategy the {@link OwnershipStrategy#id() id} of the ownership strategy
     * @param seed the hash of every key is keyed with it: drawn by the first member of the cluster, for all
     * @param keys the key formats that are read
     */
    public record Settings(
            int partitionCount, String strategy, long seed, List<TableSettings> tables, KeyFormats keys) {

        /** The first key format, and no other. */
        public Settings(int partitionCount, String strategy, long seed, List<TableSettings> tables) {
            this(partitionCount, strategy, seed, tables, KeyFormats.FIRST);
        }

        public Settings {
            tables = List.copyOf(tables);
            if (partitionCount < 1 || partitionCount > MAX_PARTITIONS) {
                throw new IllegalArgumentException(
                        "partitionCount=" + partitionCount + " must be in 1.." + MAX_PARTITIONS);
            }
        }

        /** The most partitions. */
        public static final int MAX_PARTITIONS = 65_536;

        /** The table of that name, or null. */
        public @Nullable TableSettings table(String name) {
            for (TableSettings table : tables) {
                if (table.name().equals(name)) {
                    return table;
                }
            }
            return null;
        }
    }

    /**
     * What every member must agree on about one table.
     *
     * @param id never used again for another table; 0 in a request to open one
     * @param born the view that brought the table
     * @param coherentCopies whether readers may keep copies; under a contract, unless the options say otherwise
     * @param restoreFromCopies whether readers' copies restore what owners lost
     * @param strict whether the table stops where a majority is missing, instead of going on
     * @param mergePolicy names what a merge keeps; says nothing where the table is strict
     * @param options what else the table asks for
     * @param keyMajor the major of the format that its keys are in; {@code keyCodec} says nothing where no member of that major has opened the table
     * @param keyMoves how often the table moved to keys of another major
     * @param movingFrom the major of the keys that are still on their way; 0 if the table does not move
     */
    public record TableSettings(
            int id,
            String name,
            ViewId born,
            int replicas,
            boolean coherentCopies,
            boolean restoreFromCopies,
            boolean strict,
            String mergePolicy,
            String keyCodec,
            String valueCodec,
            TableOptions options,
            int keyMajor,
            int keyMoves,
            int movingFrom) {

        /** A table that never moved to keys of another major. */
        public TableSettings(
                int id,
                String name,
                ViewId born,
                int replicas,
                boolean coherentCopies,
                boolean restoreFromCopies,
                boolean strict,
                String mergePolicy,
                String keyCodec,
                String valueCodec,
                TableOptions options,
                int keyMajor) {
            this(
                    id,
                    name,
                    born,
                    replicas,
                    coherentCopies,
                    restoreFromCopies,
                    strict,
                    mergePolicy,
                    keyCodec,
                    valueCodec,
                    options,
                    keyMajor,
                    0,
                    0);
        }

        /** A table with keys of the first format. */
        public TableSettings(
                int id,
                String name,
                ViewId born,
                int replicas,
                boolean coherentCopies,
                boolean restoreFromCopies,
                boolean strict,
                String mergePolicy,
                String keyCodec,
                String valueCodec,
                TableOptions options) {
            this(
                    id,
                    name,
                    born,
                    replicas,
                    coherentCopies,
                    restoreFromCopies,
                    strict,
                    mergePolicy,
                    keyCodec,
                    valueCodec,
                    options,
                    KeyFormat.FIRST.major());
        }

        /** A table with no options. */
        public TableSettings(
                int id,
                String name,
                ViewId born,
                int replicas,
                boolean coherentCopies,
                boolean restoreFromCopies,
                boolean strict,
                String mergePolicy,
                String keyCodec,
                String valueCodec) {
            this(
                    id,
                    name,
                    born,
                    replicas,
                    coherentCopies,
                    restoreFromCopies,
                    strict,
                    mergePolicy,
                    keyCodec,
                    valueCodec,
                    TableOptions.NONE);
        }

        /** The most replicas. */
        public static final int MAX_REPLICAS = 15;

        public TableSettings {
            if (replicas < 0 || replicas > MAX_REPLICAS) {
                throw new IllegalArgumentException("replicas=" + replicas + " must be in 0.." + MAX_REPLICAS);
            }
        }

        /** The same settings, as the table that {@code view} brings. */
        public TableSettings bornIn(ViewId view, int newId) {
            return with(newId, view, keyCodec, keyMajor, keyMoves, movingFrom);
        }

        /** Whether keys of two majors are in the table: it moves from one to the other. */
        public boolean isMoving() {
            return movingFrom != 0;
        }

        /** The same table, whose keys {@code view} begins to move to another major. */
        public TableSettings movingTo(int major, ViewId view) {
            return withKeys(view, "", major, keyMoves + 1, keyMajor);
        }

        /** The same table, all of whose keys have moved. */
        public TableSettings moved() {
            return withKeys(born, keyCodec, keyMajor, keyMoves, 0);
        }

        /** Whether it is the same table but for the format of its keys, and for when it was born. */
        public boolean isSameBut(TableSettings other) {
            return withKeys(ViewId.NONE, "", 1, 0, 0).equals(other.withKeys(ViewId.NONE, "", 1, 0, 0));
        }

        private TableSettings withKeys(ViewId since, String codec, int major, int moves, int from) {
            return with(id, since, codec, major, moves, from);
        }

        private TableSettings with(int newId, ViewId since, String codec, int major, int moves, int from) {
            return new TableSettings(
                    newId,
                    name,
                    since,
                    replicas,
                    coherentCopies,
                    restoreFromCopies,
                    strict,
                    mergePolicy,
                    codec,
                    valueCodec,
                    options,
                    major,
                    moves,
                    from);
        }

        /** The same table for keys of another major. Which codec makes these is not known here. */
        public TableSettings inFormat(int major) {
            return major == keyMajor ? this : withKeys(born, "", major, keyMoves, movingFrom);
        }
    }

    /** The member of that id, or null if it is not in the view. */
    public @Nullable Member member(MemberId id) {
        for (Member member : members) {
            if (member.id().equals(id)) {
                return member;
            }
        }
        return null;
    }

    /**
     * The view since which the member has been in without a break.
     *
     * @param inStrict whether only views count that may act in STRICT tables
     * @return this view's id if it is new here
     */
    public ViewId since(MemberId member, boolean inStrict) {
        Member found = member(member);
        ViewId since = inStrict ? strict.since(member) : found == null ? null : found.since();
        return since == null ? id : since;
    }

    /** Whether {@code former} is the view right before this one on its line, those left out that {@code inStrict} does not count. */
    public boolean isRightAfter(ViewId former, boolean inStrict) {
        return inStrict
                ? strict.last().equals(former)
                : !line.isEmpty() && line.get(0).equals(former);
    }

    /** Whether the view is a gap to a member that had {@code former} before: it has no past then. */
    public boolean isGapFor(MemberId member, @Nullable View former, boolean inStrict) {
        return former == null
                || !contains(member)
                || !hasOnLine(former.id())
                || since(member, inStrict).isAfter(former.id());
    }

    /** Whether the member is in the view, leaving or not. */
    public boolean contains(MemberId id) {
        return member(id) != null;
    }

    /** Whether {@code older} is this view or one that it descends from. */
    public boolean hasOnLine(ViewId older) {
        return id.equals(older) || line.contains(older);
    }
}
