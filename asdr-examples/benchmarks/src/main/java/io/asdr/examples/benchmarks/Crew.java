package io.asdr.examples.benchmarks;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A cluster with one member here and the others in JVMs of their own, which come and go. All have default settings. */
final class Crew implements AutoCloseable {

    /** The member of this JVM; the others count from 1. */
    static final int HERE = 0;

    private static final long LOOK_NANOS = 5_000_000;
    private static final long LIMIT_NANOS = 120_000_000_000L;

    private final Site site;
    private final int heapMebibytes;
    private final Map<Integer, ChildJvm> children = new TreeMap<>();
    private AsdrNode node;

    private Crew(Site site, int heapMebibytes, ChildJvm oldest) {
        this.site = site;
        this.heapMebibytes = heapMebibytes;
        children.put(1, oldest);
        oldest.answer();
        node = site.start(HERE);
    }

    /** Starts that many members and waits until each knows the others; the one of this JVM is the second oldest. {@code spare} more may join later. */
    static Crew start(int members, int spare, int heapMebibytes) {
        Site site = Site.free(members + spare);
        Crew crew = new Crew(site, heapMebibytes, startJvm(site, 1, heapMebibytes));
        for (int member = 2; member < members; member++) {
            crew.join(member);
        }
        crew.await(members);
        return crew;
    }

    AsdrNode node() {
        return node;
    }

    ChildJvm child(int member) {
        ChildJvm child = children.get(member);
        if (child == null) {
            throw new IllegalArgumentException("member " + member + " is not there");
        }
        return child;
    }

    List<ChildJvm> children() {
        return List.copyOf(children.values());
    }

    /** Starts a member that is not there. */
    void join(int member) {
        ChildJvm child = startJvm(site, member, heapMebibytes);
        children.put(member, child);
        child.answer();
    }

    /** Starts a member that is not there and does not wait for it. */
    void joinLater(int member) {
        children.put(member, startJvm(site, member, heapMebibytes));
    }

    /** Ends a member by SIGKILL; returns when. */
    long kill(int member) {
        ChildJvm child = child(member);
        children.remove(member);
        long now = System.nanoTime();
        child.kill();
        return now;
    }

    /** Ends a member as an application does: it hands over and leaves. */
    void leave(int member) {
        child(member).close();
        children.remove(member);
    }

    /** Lets the member of this JVM leave, and another begin: it is the youngest then. */
    void restartHere() {
        node.close();
        node = site.start(HERE);
        await(children.size() + 1);
    }

    /** The numbers of the members in JVMs of their own, oldest first. */
    List<Integer> childrenByAge() {
        List<Integer> ages = new ArrayList<>();
        for (String name : node.members()) {
            for (Integer member : children.keySet()) {
                if (Site.name(member).equals(name)) {
                    ages.add(member);
                }
            }
        }
        return ages;
    }

    /** Whether the member of this JVM makes the next view. */
    boolean isOldestHere() {
        return node.members().get(0).equals(Site.name(HERE));
    }

    /** Waits until every member has a view of that many. */
    void await(int count) {
        long begin = System.nanoTime();
        while (node.members().size() != count || !children.values().stream().allMatch(child -> sees(child, count))) {
            if (System.nanoTime() - begin > LIMIT_NANOS) {
                throw new IllegalStateException(count + " members did not meet: " + node.report());
            }
            Pause.nanos(LOOK_NANOS);
        }
    }

    /** Lets every member open the table, as an application does that uses it. */
    void openEverywhere(Tables kind) {
        kind.open(node);
        children.values().forEach(child -> child.ask("entries", kind));
    }

    /** Waits until every member has what it is to keep of the table's first keys. */
    void awaitWhole(Tables kind, int keyCount) {
        AsdrTable<String, String> table = kind.open(node);
        Map<String, Integer> expected = new TreeMap<>();
        Entries.firstKeys(keyCount)
                .forEach(key -> table.explain(key).chain().forEach(member -> expected.merge(member, 1, Integer::sum)));
        long begin = System.nanoTime();
        while (table.stats().entries() < expected.getOrDefault(Site.name(HERE), 0)
                || !children.entrySet().stream()
                        .allMatch(child -> Long.parseLong(child.getValue().ask("entries", kind))
                                >= expected.getOrDefault(Site.name(child.getKey()), 0))) {
            if (System.nanoTime() - begin > LIMIT_NANOS) {
                throw new IllegalStateException("the members did not become whole: " + node.report());
            }
            Pause.nanos(LOOK_NANOS);
        }
    }

    private static boolean sees(ChildJvm child, int count) {
        return Integer.parseInt(child.ask("members")) == count;
    }

    private static ChildJvm startJvm(Site site, int member, int heapMebibytes) {
        return ChildJvm.start(heapMebibytes, "member", Integer.toString(member), site.toString());
    }

    @Override
    public void close() {
        node.close();
        children.values().forEach(ChildJvm::close);
    }
}
