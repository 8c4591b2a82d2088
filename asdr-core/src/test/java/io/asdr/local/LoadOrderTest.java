package io.asdr.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Of the 120 orders in which a reader can make its five loads, those are wrong in which the floor comes before the horizon, and no others. */
class LoadOrderTest {

    private enum Load {
        HORIZON,
        VALUE,
        RETIRED,
        FLOOR,
        CLOCK
    }

    @Test
    void onlyTheFloorMustComeAfterTheHorizon() {
        List<List<Load>> orders = new ArrayList<>();
        addOrders(new ArrayList<>(), orders);

        Set<List<Load>> stale = orders.stream().filter(LoadOrderTest::isStale).collect(Collectors.toSet());

        assertThat(orders).hasSize(120);
        assertThat(stale)
                .isEqualTo(orders.stream()
                        .filter(order -> order.indexOf(Load.FLOOR) < order.indexOf(Load.HORIZON))
                        .collect(Collectors.toSet()));
    }

    private static void addOrders(List<Load> begun, List<List<Load>> orders) {
        if (begun.size() == Load.values().length) {
            orders.add(List.copyOf(begun));
            return;
        }
        for (Load next : Load.values()) {
            if (!begun.contains(next)) {
                begun.add(next);
                addOrders(begun, orders);
                begun.remove(next);
            }
        }
    }

    private static boolean isStale(List<Load> order) {
        return EnumSet.of(
                        RestOfWorld.RECALL,
                        RestOfWorld.REPLACE,
                        RestOfWorld.GAP,
                        RestOfWorld.OWNER_STANDS_STILL,
                        RestOfWorld.LEASE_LAPSES,
                        RestOfWorld.OTHER_OWNER)
                .stream()
                .anyMatch(world -> StoppedReads.of(world, reader(order)).keySet().stream()
                        .anyMatch(answer -> answer.startsWith(StoppedReads.STALE)));
    }

    /** What {@link HeapEntry#read} does, with its loads in {@code order} and a stop after each. */
    private static Function<World, @Nullable Object> reader(List<Load> order) {
        return world -> {
            HeapEntry entry = world.found();
            if (entry == null) {
                return null;
            }
            long untilNanos = 0;
            long nowNanos = 0;
            int floor = 0;
            boolean readable = false;
            Object value = null;
            for (Load load : order) {
                world.onLoaded();
                switch (load) {
                    case HORIZON -> untilNanos = entry.store().lease().untilNanos();
                    case VALUE -> value = entry.decoded();
                    case RETIRED -> readable = entry.isReadable();
                    case FLOOR -> floor = entry.store().floor();
                    case CLOCK -> nowNanos = world.nanos();
                }
            }
            return readable && entry.tenure() >= floor && Horizon.isLive(untilNanos, nowNanos) ? value : null;
        };
    }
}
