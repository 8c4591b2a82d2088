package io.asdr.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Configurations of which none makes another superfluous.
 *
 * <p>Of two with the same {@link Configuration.Standing}, the one that has spent a subset of the other's open calls can go on in every way that the other can: an open call may be left
 * out, so one that is not spent does no harm. Without this, open calls would double the configurations one by one.
 */
final class Frontier {

    private final Map<Configuration.Standing, List<SlotSet>> spentByStanding = new HashMap<>();
    /** In the order of arrival, dominated ones included: a hash order would make the count of steps differ from run to run. */
    private final List<Configuration> arrived = new ArrayList<>();

    /** Adds {@code configuration} unless one that is here makes it superfluous. */
    boolean add(Configuration configuration) {
        List<SlotSet> rivals = spentByStanding.computeIfAbsent(configuration.standing(), s -> new ArrayList<>(1));
        for (SlotSet rival : rivals) {
            if (rival.isSubsetOf(configuration.spent())) {
                return false;
            }
        }
        rivals.removeIf(rival -> configuration.spent().isSubsetOf(rival));
        rivals.add(configuration.spent());
        arrived.add(configuration);
        return true;
    }

    /** How many have arrived: at least as many as are left. */
    int size() {
        return arrived.size();
    }

    /** What is left, in the order of arrival. */
    List<Configuration> toList() {
        List<Configuration> left = new ArrayList<>(arrived);
        left.removeIf(configuration -> {
            List<SlotSet> rivals = spentByStanding.getOrDefault(configuration.standing(), List.of());
            return !rivals.contains(configuration.spent());
        });
        return left;
    }
}
