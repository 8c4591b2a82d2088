package io.asdr.testkit;

import io.asdr.spi.MemberId;
import io.asdr.testkit.SimulatedCluster.SimulatedNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Lets a simulated cluster go through its {@link Course}, again and again until all is healed. */
final class CourseRun {

    private final Simulation simulation;
    private final SimulatedCluster cluster;
    private final Course course;
    private final Judge judge;
    private final Trace trace;
    private final Consumer<SimulatedNode> crash;
    private boolean finished;

    /** {@code crash} crashes a member, if the cluster can go on without it. */
    CourseRun(
            Simulation simulation,
            SimulatedCluster cluster,
            Course course,
            Judge judge,
            Trace trace,
            Consumer<SimulatedNode> crash) {
        this.simulation = simulation;
        this.cluster = cluster;
        this.course = course;
        this.judge = judge;
        this.trace = trace;
        this.crash = crash;
    }

    void start() {
        if (!course.steps().isEmpty()) {
            step(course.steps().size(), List.of());
        }
    }

    void finish() {
        finished = true;
    }

    private void step(int next, List<SimulatedNode> members) {
        if (finished) {
            return;
        }
        if (next == course.steps().size()) {
            step(0, byAge());
            return;
        }
        Course.Step step = course.steps().get(next);
        judge.onDisturbance();
        trace.say(() -> "course: " + step);
        for (SimulatedNode from : members) {
            for (SimulatedNode to : members) {
                if (step.separates(1 + members.indexOf(from), 1 + members.indexOf(to))) {
                    cluster.cut(from, to);
                } else {
                    cluster.mend(from, to);
                }
            }
        }
        if (step.struck() > 0 && step.struck() <= members.size()) {
            strike(step.blow(), members.get(step.struck() - 1));
        }
        long lasts = step.leastNanos() + simulation.random().nextLong(step.mostNanos() - step.leastNanos());
        simulation.after(lasts, () -> step(next + 1, members));
    }

    private void strike(Course.Blow blow, SimulatedNode struck) {
        switch (blow) {
            case NONE -> {}
            case SUSPECTED -> cluster.suspect(struck);
            case CRASHED -> crash.accept(struck);
            case CRASHED_AFTER_A_COMMIT ->
                cluster.when(ProtocolStep.COMMITTED_NOT_TOLD, node -> {
                    if (node == struck && !finished) {
                        crash.accept(struck);
                    }
                    return node == struck || finished;
                });
        }
    }

    /** Those of the newest view in their order there; then the others. */
    private List<SimulatedNode> byAge() {
        List<MemberId> inView = judge.byAge();
        List<SimulatedNode> members = new ArrayList<>(cluster.alive());
        members.sort(Comparator.comparingInt(node -> Math.floorMod(inView.indexOf(node.id()), Integer.MAX_VALUE)));
        return members;
    }
}
