package io.asdr.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The wires between simulated hosts, one for each direction: whole or cut, good or bad. Network and membership both run on them. */
final class Links {

    /** One direction of one link. */
    record Wire(String from, String to) implements Comparable<Wire> {
        @Override
        public int compareTo(Wire other) {
            int byFrom = from.compareTo(other.from);
            return byFrom != 0 ? byFrom : to.compareTo(other.to);
        }

        Wire back() {
            return new Wire(to, from);
        }
    }

    /** Hears of wires that were cut or mended. */
    interface Listener {
        void onCut(Wire wire);

        void onMended(Wire wire);
    }

    private final TreeSet<Wire> cut = new TreeSet<>();
    private final TreeSet<String> down = new TreeSet<>();
    private final TreeMap<Wire, Faults> faults = new TreeMap<>();
    private final TreeMap<Wire, Long> queued = new TreeMap<>();
    private final TreeMap<Wire, Long> lengths = new TreeMap<>();
    private final TreeMap<String, String> likes = new TreeMap<>();
    private final List<Listener> listeners = new ArrayList<>();

    void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Nothing passes from {@code from} to {@code to} any more; the other direction stays as it is. */
    void cut(String from, String to) {
        Wire wire = new Wire(from, to);
        if (!from.equals(to) && cut.add(wire)) {
            listeners.forEach(listener -> listener.onCut(wire));
        }
    }

    /** The direction is whole again, also for hosts that were cut off because one of the two was. */
    void mend(String from, String to) {
        for (String sender : withLikes(from)) {
            for (String receiver : withLikes(to)) {
                Wire wire = new Wire(sender, receiver);
                if (cut.remove(wire)) {
                    listeners.forEach(listener -> listener.onMended(wire));
                }
            }
        }
    }

    private List<String> withLikes(String host) {
        List<String> hosts = new ArrayList<>(List.of(host));
        likes.forEach((fresh, other) -> {
            if (hosts.contains(other)) {
                hosts.add(fresh);
            }
        });
        return hosts;
    }

    void mendAll() {
        for (Wire wire : List.copyOf(cut)) {
            mend(wire.from(), wire.to());
        }
    }

    /** A host without power: nothing comes from it, and nothing there refuses a connection. */
    void down(String host) {
        down.add(host);
    }

    void up(String host) {
        down.remove(host);
    }

    /** What one direction of one link does to messages; null for what all others do. */
    void faults(String from, String to, @Nullable Faults next) {
        if (next == null) {
            faults.remove(new Wire(from, to));
        } else {
            faults.put(new Wire(from, to), next);
        }
    }

    /** All links do the same to messages again. */
    void clearFaults() {
        faults.clear();
    }

    Faults faultsOr(String from, String to, Faults others) {
        return faults.isEmpty() ? others : faults.getOrDefault(new Wire(from, to), others);
    }

    /** What waits at {@code from} to be sent to {@code to}, as its transport is to say. */
    void queue(String from, String to, long bytes) {
        queued.put(new Wire(from, to), bytes);
    }

    long queued(String from, String to) {
        return queued.isEmpty() ? 0 : queued.getOrDefault(new Wire(from, to), 0L);
    }

    /** Every message takes at least so long from {@code from} to {@code to}: that is no fault. */
    void length(String from, String to, long nanos) {
        lengths.put(new Wire(from, to), nanos);
    }

    long length(String from, String to) {
        return lengths.isEmpty() ? 0 : lengths.getOrDefault(new Wire(from, to), 0L);
    }

    /** Whether what {@code from} sends now can reach {@code to}. */
    boolean reaches(String from, String to) {
        return from.equals(to)
                || (cut.isEmpty() || !cut.contains(new Wire(from, to)))
                        && (down.isEmpty() || !down.contains(from) && !down.contains(to));
    }

    /** Whether question and answer can pass. */
    boolean isWhole(String a, String b) {
        return reaches(a, b) && reaches(b, a);
    }

    /** Whether anything is cut. */
    boolean isAnyCut() {
        return !cut.isEmpty();
    }

    /** Gives a host that is new here the same wires as another one has. */
    void like(String fresh, String other) {
        likes.put(fresh, other);
        for (Wire wire : List.copyOf(cut)) {
            if (wire.from().equals(other) && !wire.to().equals(fresh)) {
                cut(fresh, wire.to());
            } else if (wire.to().equals(other) && !wire.from().equals(fresh)) {
                cut(wire.from(), fresh);
            }
        }
    }
}
