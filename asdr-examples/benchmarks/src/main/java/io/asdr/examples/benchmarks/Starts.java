package io.asdr.examples.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** From {@code main} to READY, of a lone node and of a third member, beside a bare channel and a bare listening socket. */
final class Starts {

    private static final int HEAP_MEBIBYTES = 256;

    private Starts() {}

    static List<Figure> measure(int rounds) {
        Rounds lone = Rounds.alternate(rounds, () -> started("bare", 1), () -> started("member", 1));
        Rounds third = Rounds.alternate(rounds, () -> started("bare", 3), () -> started("member", 3));
        return List.of(
                Figure.beside("lone node, main to READY; bare start", "ms", lone.measured(), lone.limit()),
                Figure.beside("third member, main to READY; bare start", "ms", third.measured(), third.limit()));
    }

    /** How long the last of that many took, each started when the one before was ready. */
    private static double started(String command, int count) {
        Site site = Site.free(count);
        List<ChildJvm> children = new ArrayList<>();
        try {
            double millis = 0;
            for (int member = 0; member < count; member++) {
                ChildJvm child = ChildJvm.start(HEAP_MEBIBYTES, command, Integer.toString(member), site.toString());
                children.add(child);
                millis = Double.parseDouble(child.answer());
            }
            return millis;
        } finally {
            for (int i = children.size() - 1; i >= 0; i--) {
                children.get(i).close();
            }
        }
    }
}
