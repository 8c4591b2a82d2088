package io.asdr.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits that follow each other in a given order, at random moments: for a history that chance alone hardly ever forms.
 *
 * @param steps none for no course
 */
public record Course(List<Step> steps) {

    static final Course NONE = new Course(List.of());

    /** What happens to one member when a step begins. */
    public enum Blow {
        NONE,
        /** The others take it for gone, though it lives. */
        SUSPECTED,
        /** Its process ends. */
        CRASHED,
        /** Its process ends when it has next committed a write, and told no replica. */
        CRASHED_AFTER_A_COMMIT
    }

    /**
     * From now on members reach each other only on their own side; who is on no side reaches all.
     *
     * @param sides members by their age when the course begins; 1 is the oldest
     * @param struck whom {@code blow} meets
     * @param leastNanos how long the step lasts at least
     * @param mostNanos how long it lasts at most
     */
    public record Step(List<List<Integer>> sides, Blow blow, int struck, long leastNanos, long mostNanos) {

        public Step {
            sides = List.copyOf(sides);
            if (leastNanos < 0 || mostNanos <= leastNanos) {
                throw new IllegalArgumentException(
                        "mostNanos=" + mostNanos + " must exceed leastNanos=" + leastNanos + " and 0");
            }
        }

        /** Whether the two are on different sides. */
        boolean separates(int one, int other) {
            return sides.stream().anyMatch(side -> side.contains(one) && !side.contains(other))
                    && sides.stream().anyMatch(side -> side.contains(other) && !side.contains(one));
        }
    }

    public Course {
        steps = List.copyOf(steps);
    }

    /** The same with one more step. {@code sides} is written like "12 3". */
    Course then(String sides, Blow blow, int struck, long leastNanos, long mostNanos) {
        List<List<Integer>> numbers = new ArrayList<>();
        for (String side : sides.split(" ", -1)) {
            numbers.add(side.chars().mapToObj(Character::getNumericValue).toList());
        }
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(numbers, blow, struck, leastNanos, mostNanos));
        return new Course(more);
    }
}
