package io.asdr.examples.benchmarks;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import java.util.List;

/** What it costs an owner that another member uses copies of all its entries, in a table that lets go what nobody uses: without renewals it would let them go. */
final class CopiesInUse {

    private static final int COPIES = 100_000;
    private static final int HEAP_MEBIBYTES = 1_000;
    private static final long ROUND_NANOS = 1_000_000_000L;
    private static final int ROUNDS = 20;
    private static final double PERCENT_OF_A_CORE = 1;

    private CopiesInUse() {}

    static List<Figure> measure() {
        Site site = Site.free(2);
        try (ChildJvm owner = ChildJvm.start(HEAP_MEBIBYTES, "member", "1", site.toString())) {
            owner.answer();
            try (AsdrNode here = site.start(0)) {
                return measure(owner, here);
            }
        }
    }

    private static List<Figure> measure(ChildJvm owner, AsdrNode here) {
        while (here.members().size() < 2) {
            Pause.nanos(1_000_000);
        }
        owner.ask("entries", Tables.AGEING);
        AsdrTable<String, String> table = Tables.AGEING.open(here);
        List<String> keys = Entries.firstKeys(COPIES);
        Entries.write(table, keys);
        Entries.read(table, keys);
        // Code that is not compiled yet is dearer than the work.
        rounds(owner, table, keys, true);
        double idle = rounds(owner, table, keys, false);
        long remote = table.stats().remoteReads();
        double used = rounds(owner, table, keys, true);
        long asked = table.stats().remoteReads() - remote;
        long left = Long.parseLong(owner.ask("entries", Tables.AGEING));
        return List.of(
                Figure.beside("owner's processor, 100,000 copies in use; idle", "% of a core", used, idle),
                Figure.atMost(
                        "owner's processor beyond idle", "% of a core", Math.max(0, used - idle), PERCENT_OF_A_CORE, 1),
                Figure.atMost("reads that asked the owner + 1", "", asked + 1.0, 1, 1),
                Figure.atLeast("entries that stayed", "", (double) left, COPIES, 1));
    }

    /** Lets {@link #ROUNDS} seconds pass, reads each key once in each of them, and returns what the owner's process took meanwhile: percent of a core. */
    private static double rounds(ChildJvm owner, AsdrTable<String, String> table, List<String> keys, boolean reading) {
        long cpu = Long.parseLong(owner.ask("cpu"));
        long begin = System.nanoTime();
        for (int round = 1; round <= ROUNDS; round++) {
            if (reading) {
                keys.forEach(table::get);
            }
            Pause.nanos(begin + round * ROUND_NANOS - System.nanoTime());
        }
        long took = System.nanoTime() - begin;
        return 100.0 * (Long.parseLong(owner.ask("cpu")) - cpu) / took;
    }
}
