package io.asdr.protocol.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class UpkeepScanTest {

    private static final int PIECES = 3;

    private final List<String> visited = new ArrayList<>();

    /** A partition of some pieces, which may have nothing to look at. */
    private final class Pieces implements UpkeepScan.Visited {
        private final String name;
        private final boolean due;

        Pieces(String name, boolean due) {
            this.name = name;
            this.due = due;
        }

        @Override
        public boolean isDue() {
            return due;
        }

        @Override
        public int visit(int cursor) {
            visited.add(name + cursor);
            return (cursor + 1) % PIECES;
        }
    }

    private final List<Pieces> all = List.of(new Pieces("a", true), new Pieces("b", false), new Pieces("c", true));
    private final UpkeepScan scan = new UpkeepScan(all::iterator);

    @Test
    @Tag("R58")
    void goesOnWhereItStopped() {
        assertThat(scan.proceed(0, () -> true)).isFalse();
        assertThat(visited).containsExactly("a0");
        assertThat(scan.proceed(1, () -> visited.size() >= 4)).isFalse();
        assertThat(visited).containsExactly("a0", "a1", "a2", "c0");
        assertThat(scan.proceed(2, () -> false)).as("the round is over").isTrue();

        assertThat(visited).containsExactly("a0", "a1", "a2", "c0", "c1", "c2");
    }

    @Test
    @Tag("R58")
    void beginsNoRoundRightAfterTheOneBefore() {
        scan.proceed(0, () -> false);
        visited.clear();

        assertThat(scan.proceed(1_000_000, () -> false)).isFalse();
        assertThat(visited).isEmpty();
        scan.proceed(30_000_000, () -> false);

        assertThat(visited).containsExactly("a0", "a1", "a2", "c0", "c1", "c2");
    }
}
