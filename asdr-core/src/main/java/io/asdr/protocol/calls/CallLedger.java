package io.asdr.protocol.calls;

import io.asdr.protocol.message.HandoverMessage.CallLog;
import io.asdr.protocol.message.HandoverMessage.CallRecord;
import io.asdr.protocol.message.HandoverMessage.CallerMark;
import io.asdr.protocol.message.OpId;
import io.asdr.protocol.message.Outcome;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of calls that took effect, so that each takes effect at most once (P3). Kept by the owner and its replicas above each caller's low mark, until the caller has left. An owner keeps refusals too, for its
 * tenure.
 *
 * <p>After RIFL (Lee et al., SOSP 2015).
 */
public final class CallLedger {

    private static final class Window {
        private long lowMark;
        private final TreeMap<Long, Outcome> results = new TreeMap<>();

        void raise(long mark) {
            if (mark > lowMark) {
                lowMark = mark;
                results.headMap(mark).clear();
            }
        }
    }

    private final TreeMap<MemberId, Window> windows = new TreeMap<>();
    private ViewId since = ViewId.NONE;

    /** Outcomes of calls first sent before this view may be missing. */
    public ViewId since() {
        return since;
    }

    /** Notes a loss: what calls before {@code view} did can't be told any more. */
    public void beginAt(ViewId view) {
        since = view;
    }

    /** Whether the caller has its answer, or wants none any more. */
    public boolean isOver(OpId call) {
        Window window = windows.get(call.caller());
        return window != null && call.sequence() < window.lowMark;
    }

    public @Nullable Outcome find(OpId call) {
        Window window = windows.get(call.caller());
        return window == null ? null : window.results.get(call.sequence());
    }

    /** Notes the caller's lowest open sequence, and forgets what lies below. */
    public void mark(MemberId caller, long lowMark) {
        windows.computeIfAbsent(caller, c -> new Window()).raise(lowMark);
    }

    public void record(OpId call, Outcome outcome) {
        if (!call.isCalled()) {
            return;
        }
        Window window = windows.computeIfAbsent(call.caller(), c -> new Window());
        if (call.sequence() >= window.lowMark) {
            window.results.put(call.sequence(), outcome);
        }
    }

    /** Records what a committed write did: at those who did not decide it, too. A refusal is the affair of the owner that gave it. */
    public void recordCommitted(OpId call, Outcome outcome) {
        if (!outcome.isRefusal()) {
            record(call, outcome);
        }
    }

    /** Notes that nobody here can tell any more what became of the call, unless its effect is known: that this member refused it as an owner before says nothing. */
    public void recordUnknown(OpId call) {
        Outcome known = find(call);
        if (known == null || known.isRefusal()) {
            record(call, Outcome.UNKNOWN);
        }
    }

    /** Forgets what this member refused as an owner before: whoever asks for it still has not heard it, and another owner may have begun to carry it out. */
    public void forgetRefusals() {
        windows.values().forEach(window -> window.results.values().removeIf(Outcome::isRefusal));
    }

    /** Forgets callers that have left. */
    public void onView(View view) {
        windows.keySet().removeIf(caller -> !view.contains(caller));
    }

    /** Forgets everything. */
    public void clear() {
        windows.clear();
        since = ViewId.NONE;
    }

    /** Everything but refusals, for another member. */
    public CallLog toLog() {
        List<CallerMark> marks = new ArrayList<>();
        List<CallRecord> records = new ArrayList<>();
        for (Map.Entry<MemberId, Window> entry : windows.entrySet()) {
            marks.add(new CallerMark(entry.getKey(), entry.getValue().lowMark));
            entry.getValue().results.forEach((sequence, outcome) -> {
                if (!outcome.isRefusal()) {
                    records.add(new CallRecord(new OpId(entry.getKey(), sequence), outcome));
                }
            });
        }
        return new CallLog(since, marks, records);
    }

    /** Adds the outcomes that another part of the cluster recorded while it was split off. */
    public void unite(CallLog log) {
        log.records().forEach(record -> {
            Outcome known = find(record.call());
            if (known == null || known.status() == Outcome.Status.UNKNOWN) {
                record(record.call(), record.result());
            }
        });
    }

    /** Adds what another complete member knows. */
    public void add(CallLog log) {
        if (log.since().isAfter(since)) {
            since = log.since();
        }
        log.marks().forEach(mark -> mark(mark.caller(), mark.lowMark()));
        unite(log);
    }

    /** Adds what a complete member knows. What was here before must be void, or of the present tenure. */
    public void load(CallLog log) {
        since = log.since();
        log.marks().forEach(mark -> mark(mark.caller(), mark.lowMark()));
        log.records().forEach(record -> record(record.call(), record.result()));
    }
}
