package io.asdr.local;

import java.io.IOException;

/**
 * The hot path with its accesses in another order, by changing one place of one source file.
 *
 * <p>Which orders of a reader's loads matter, and why: what makes an entry unreadable (its mark, the floor) is never taken back, and comes before what it protects from: the mark before the commit, the
 * floor before the lease that the member gets after a commit without it. Only horizons go up again. So a reader that loads the horizon before the floor either has an old horizon, under which nothing was
 * committed without a recall before its end, or it sees the floor. A reader that loads it after the floor may have the old floor and the new horizon.
 */
enum WrongOrder {
    /**
     * The floor is loaded (old); a view with a gap raises it, the lease is renewed; the horizon is loaded (new), and the clock lies before it: a value that was replaced before the read began.
     */
    HORIZON_AFTER_VALUE_STATE_AND_FLOOR(Harm.STALE, Code.ENTRY, Code.READ, """
                    Object value = decoded;
                    if (value == null || retired || tenure < store.floor()) {
                        return null;
                    }
                    long untilNanos = store.lease().untilNanos();
                    return isLive(untilNanos, clock.nanos()) ? value : null;
            """),
    /** As a check is written without thinking: the clock, then the state, then whether the lease is live. What breaks is the same, for the horizon comes last; the clock's place does not save it. */
    CLOCK_BEFORE_STATE_AND_HORIZON_LAST(Harm.STALE, Code.ENTRY, Code.READ, """
                    long now = clock.nanos();
                    Object value = decoded;
                    if (value == null || retired || tenure < store.floor()) {
                        return null;
                    }
                    return isLive(store.lease().untilNanos(), now) ? value : null;
            """),
    /** As above, for the reader that has the entry already. */
    HORIZON_LAST_IN_IS_SERVABLE(Harm.STALE, Code.ENTRY, Code.IS_SERVABLE, """
                    return !retired && tenure >= store.floor() && isLive(store.lease().untilNanos(), clock.nanos());
            """),
    /**
     * Harmless: had the lease ended before the read began, then the clock shows it, or the horizon is a new one and the floor, loaded after it, is the new one too. If it had not, then the value was current
     * when the clock was read, which is within the read.
     */
    CLOCK_BEFORE_STATE(Harm.NONE, Code.ENTRY, Code.READ, """
                    long untilNanos = store.lease().untilNanos();
                    long now = clock.nanos();
                    Object value = decoded;
                    if (value == null || retired || tenure < store.floor()) {
                        return null;
                    }
                    return isLive(untilNanos, now) ? value : null;
            """),
    /** Harmless, for the same reason: the horizon comes before the floor. */
    CLOCK_FIRST(Harm.NONE, Code.ENTRY, Code.READ, """
                    long now = clock.nanos();
                    long untilNanos = store.lease().untilNanos();
                    Object value = decoded;
                    if (value == null || retired || tenure < store.floor()) {
                        return null;
                    }
                    return isLive(untilNanos, now) ? value : null;
            """),
    /** Harmless as long as an entry has one value only: a new value is a new entry, so the value that was loaded is the one that the mark and the floor speak of. */
    HORIZON_AFTER_VALUE(Harm.NONE, Code.ENTRY, Code.READ, """
                    Object value = decoded;
                    long untilNanos = store.lease().untilNanos();
                    if (value == null || retired || tenure < store.floor()) {
                        return null;
                    }
                    return isLive(untilNanos, clock.nanos()) ? value : null;
            """),
    /** Harmless, for the same reason: it does not matter when the one value is loaded. */
    RETIRED_BEFORE_VALUE(Harm.NONE, Code.ENTRY, Code.READ, """
                    long untilNanos = store.lease().untilNanos();
                    if (retired) {
                        return null;
                    }
                    Object value = decoded;
                    if (value == null || tenure < store.floor()) {
                        return null;
                    }
                    return isLive(untilNanos, clock.nanos()) ? value : null;
            """),
    /** Who retires marks and finds no key in the entry; then who fills sets the key and inserts: the entry stays. */
    FILL_WITHOUT_SECOND_LOOK(Harm.STAYS_IN_INDEX, Code.INDEX, """
                    if (!entry.isReadable()) {
                        entries.remove(key, entry);
                    }
            """, ""),
    /** Who fills looks again and finds the entry readable, after who retires found no key in it and before it marks: the entry stays. */
    REMOVE_BEFORE_MARK(Harm.STAYS_IN_INDEX, Code.ENTRY, """
                    retired = true;
                    Object key = indexKey;
                    if (key != null) {
                        store.index().remove(key, this);
                    }
            """, """
                    Object key = indexKey;
                    if (key != null) {
                        store.index().remove(key, this);
                    }
                    retired = true;
            """),
    /** Who fills looks before it inserts: who retires marks and removes in between, and then the entry comes in. */
    LOOK_BEFORE_INSERT(Harm.STAYS_IN_INDEX, Code.INDEX, """
                    entry.indexKey(key);
                    entries.put(key, entry);
                    if (!entry.isReadable()) {
                        entries.remove(key, entry);
                    }
            """, """
                    entry.indexKey(key);
                    if (entry.isReadable()) {
                        entries.put(key, entry);
                    }
            """),
    /** Harmless: whoever of the two comes second sees what the first one wrote, the mark or the key. */
    INSERT_BEFORE_KEY(Harm.NONE, Code.INDEX, """
                    entry.indexKey(key);
                    entries.put(key, entry);
            """, """
                    entries.put(key, entry);
                    entry.indexKey(key);
            """),
    /** Who fills puts the old entry back after the new one took its place, looks again, and finds it readable. */
    REPLACE_WITHOUT_MARK(Harm.STALE, Code.STORE, """
                        before.indexKey(null);
                        before.retire();
            """, """
                        before.indexKey(null);
            """);

    /** What a wrong order does. */
    enum Harm {
        /** A read returns a value that was current at no moment of it. */
        STALE,
        /** No read is wrong, but a retired entry stays in the index for ever. */
        STAYS_IN_INDEX,
        /** Nothing. */
        NONE
    }

    private static final class Code {
        static final String ENTRY = "HeapEntry.java";
        static final String INDEX = "ReadIndex.java";
        static final String STORE = "PartitionStore.java";
        static final String READ = """
                        long untilNanos = store.lease().untilNanos();
                        Object value = decoded;
                        if (value == null || retired || tenure < store.floor()) {
                            return null;
                        }
                        return isLive(untilNanos, clock.nanos()) ? value : null;
                """;
        static final String IS_SERVABLE = """
                        long untilNanos = store.lease().untilNanos();
                        return !retired && tenure >= store.floor() && isLive(untilNanos, clock.nanos());
                """;
    }

    private final Harm harm;
    private final String file;
    private final String rule;
    private final String replacement;

    WrongOrder(Harm harm, String file, String rule, String replacement) {
        this.harm = harm;
        this.file = file;
        this.rule = rule;
        this.replacement = replacement;
    }

    /** The reader whose loads are in this order; empty if it is not one of a reader. */
    String reader() {
        return rule.equals(Code.READ) ? "get" : rule.equals(Code.IS_SERVABLE) ? "peek" : "";
    }

    /** The race in which the harm must show, or must not. */
    String race() {
        return !reader().isEmpty() ? "Back" : file.equals(Code.STORE) ? "Owned" : "Filled";
    }

    Harm harm() {
        return harm;
    }

    /** The sources in this order. */
    ChangedSources sources() throws IOException {
        return new ChangedSources().replace(file, rule, replacement);
    }
}
