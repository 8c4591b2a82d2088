package io.asdr.local;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import io.asdr.protocol.entry.Entries.Role;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;

/**
 * What Lincheck's model checker lets two threads do to one key, and checks to be linearizable: a read returns the {@link Truth}, be it from here or from the owner. Runs in a JVM of its own, on whose
 * class path the order that is tested comes first.
 */
public final class Races {

    static final String STALE = "a stale answer";
    static final String RETIRED = "a retired entry in the index";
    static final String NOTHING = "nothing";

    private static final int INVOCATIONS = Integer.getInteger("invocations", 500);
    private static final int SCENARIOS = Integer.getInteger("scenarios", 10);

    private Races() {}

    /** Runs the races that are named, until one shows something; prints a line for each. */
    public static void main(String[] names) throws ClassNotFoundException {
        for (String name : names) {
            long start = System.nanoTime();
            String shown = shown(Class.forName(Races.class.getName() + "$" + name));
            long millis = (System.nanoTime() - start) / 1_000_000;
            System.out.println(name + " shows " + shown + " after " + millis + " ms");
            if (!shown.equals(NOTHING)) {
                return;
            }
        }
    }

    private static String shown(Class<?> race) {
        try {
            new ModelCheckingOptions()
                    .iterations(SCENARIOS)
                    .invocationsPerIteration(INVOCATIONS)
                    .threads(2)
                    .actorsPerThread(2)
                    .actorsBefore(1)
                    .actorsAfter(1)
                    .minimizeFailedScenario(false)
                    .sequentialSpecification(race == Back.class ? TruthOfBack.class : Truth.class)
                    // They are linearizable, and their insides would hide ours among many more accesses.
                    .addGuarantee(forClasses(ConcurrentHashMap.class.getName(), LongAdder.class.getName())
                            .allMethods()
                            .treatAsAtomic())
                    .check(race);
            return NOTHING;
        } catch (LincheckAssertionError found) {
            System.err.println(found.getMessage());
            String report = String.valueOf(found.getMessage());
            return report.contains(RETIRED) ? RETIRED : report.contains("Invalid execution results") ? STALE : report;
        }
    }

    /** What a read must return after these operations, one after the other. Not told by the product itself, which may be wrong there too. */
    public static class Truth {
        private int committed = 1;
        private boolean closed;

        public int read() {
            return committed;
        }

        public int peek() {
            return committed;
        }

        public void recall() {
            committed++;
        }

        public void putOut() {
            committed++;
        }

        public void takeBack() {}

        public void renew() {}

        public void close() {
            closed = true;
        }

        public void commit() {
            if (closed) {
                committed++;
            }
        }

        public void fill() {}

        public void replace() {
            committed++;
        }
    }

    /** The first value was replaced before the race begins. */
    public static final class TruthOfBack extends Truth {
        public TruthOfBack() {
            recall();
        }
    }

    /** Leases end and come again, copies are recalled, and views put this member out and take it back. */
    public static final class Copy {
        private final World world = indexed(new World(false, World.OWNER, Role.READER));
        private boolean out;

        @Operation
        public int read() {
            return world.orOwner(world.get());
        }

        @Operation(nonParallelGroup = "world")
        public void recall() {
            world.recall();
            world.commit();
        }

        @Operation(nonParallelGroup = "world")
        public void putOut() {
            world.outlastLeases();
            out = true;
            world.commit();
        }

        @Operation(nonParallelGroup = "world")
        public void takeBack() {
            world.poison();
            world.serve(World.OWNER, Role.READER);
            world.renew(World.OWNER);
            out = false;
        }

        @Operation(nonParallelGroup = "world")
        public void renew() {
            if (!out) {
                world.outlastLeases();
                world.renew(World.OWNER);
            }
        }
    }

    /** A view takes this member back, which was put out when the value that it has was replaced. */
    public static final class Back {
        private final World world = indexed(new World(false, World.OWNER, Role.READER));

        public Back() {
            world.outlastLeases();
            world.commit();
        }

        @Operation
        public int read() {
            return world.orOwner(world.get());
        }

        @Operation
        public int peek() {
            return world.orOwner(world.peek());
        }

        @Operation(nonParallelGroup = "world")
        public void takeBack() {
            world.poison();
            world.serve(World.OWNER, Role.READER);
            world.renew(World.OWNER);
        }
    }

    /** A minority loses its quorum lease, while its owner goes on to give it leases for contracts. */
    public static final class StrictCopy {
        private final World world = indexed(new World(true, World.OWNER, Role.READER));

        @Operation
        public int read() {
            return world.orOwner(world.get());
        }

        @Operation(nonParallelGroup = "world")
        public void putOut() {
            world.outlastLeases();
            world.renew(World.OWNER);
            world.commit();
        }

        @Operation(nonParallelGroup = "world")
        public void takeBack() {
            world.poison();
            world.serve(World.NEXT_OWNER, Role.READER);
            world.renewQuorum();
            world.renew(World.NEXT_OWNER);
        }
    }

    /** The node closes while the control still renews. */
    public static final class Closed {
        private final World world = indexed(new World(false, World.OWNER, Role.READER));
        private volatile boolean closed;

        @Operation
        public int read() {
            return world.orOwner(world.get());
        }

        @Operation
        public void renew() {
            world.renew(World.OWNER);
        }

        @Operation(nonParallelGroup = "world")
        public void close() {
            world.close();
            closed = true;
        }

        @Operation(nonParallelGroup = "world")
        public void commit() {
            if (closed) {
                world.commit();
            }
        }
    }

    /** Readers bring what they got into the index, while it is recalled. */
    public static final class Filled {
        private final World world = new World(false, World.OWNER, Role.READER);

        @Operation
        public int read() {
            return world.orOwner(world.get());
        }

        @Operation
        public void fill() {
            world.fill();
        }

        @Operation(nonParallelGroup = "world")
        public void recall() {
            world.update();
            world.commit();
        }

        @Validate
        public void keepsNothingRetired() {
            mustNotKeepRetired(world);
        }
    }

    /** Readers bring what they got into the index, while the owner puts new values in its place. */
    public static final class Owned {
        private final World world = indexed(new World(false, World.SELF, Role.OWNER));

        @Operation
        public int read() {
            return world.orOwner(world.get());
        }

        @Operation
        public void fill() {
            world.fill();
        }

        @Operation(nonParallelGroup = "world")
        public void replace() {
            world.replace();
        }

        @Validate
        public void keepsNothingRetired() {
            mustNotKeepRetired(world);
        }
    }

    private static World indexed(World world) {
        world.fill();
        return world;
    }

    private static void mustNotKeepRetired(World world) {
        HeapEntry found = world.found();
        if (found != null && !found.isReadable()) {
            throw new IllegalStateException(RETIRED);
        }
    }
}
