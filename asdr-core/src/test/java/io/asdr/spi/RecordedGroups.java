package io.asdr.spi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener that keeps all it hears, and notices when it is called while it is being called. Thread-safe. */
public final class RecordedGroups implements Membership.Listener {

    private final List<Group> groups = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger callers = new AtomicInteger();
    private volatile boolean concurrent;
    private volatile Runnable then = () -> {};

    public RecordedGroups() {}

    /** Runs {@code action} within each call that follows. */
    public RecordedGroups thenRun(Runnable action) {
        then = action;
        return this;
    }

    @Override
    public void onGroup(Group group) {
        concurrent |= callers.incrementAndGet() > 1;
        groups.add(group);
        then.run();
        callers.decrementAndGet();
    }

    @Override
    public void onFailure(Throwable cause) {
        failures.add(cause);
    }

    public List<Group> groups() {
        return List.copyOf(groups);
    }

    public Group last() {
        return groups.get(groups.size() - 1);
    }

    public List<Long> numbers() {
        return groups.stream().map(group -> group.id().number()).toList();
    }

    public List<Throwable> failures() {
        return List.copyOf(failures);
    }

    public boolean isEverAlone() {
        return groups.stream().anyMatch(group -> group.members().size() == 1);
    }

    public boolean isEverConcurrent() {
        return concurrent;
    }
}
