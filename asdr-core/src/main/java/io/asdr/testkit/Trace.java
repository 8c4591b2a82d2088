package io.asdr.testkit;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** Says step by step what happens in a run, to whoever has to find out why it went wrong. */
final class Trace {

    private final Simulation simulation;
    private final Consumer<String> lines;
    private final boolean on;

    private Trace(Simulation simulation, Consumer<String> lines, boolean on) {
        this.simulation = simulation;
        this.lines = lines;
        this.on = on;
    }

    /** One that says nothing, and costs nothing. */
    static Trace none(Simulation simulation) {
        return new Trace(simulation, line -> {}, false);
    }

    static Trace to(Simulation simulation, Consumer<String> lines) {
        return new Trace(simulation, lines, true);
    }

    void say(Supplier<String> what) {
        if (on) {
            lines.accept(simulation.nowNanos() / 1_000 + " us: " + what.get());
        }
    }
}
