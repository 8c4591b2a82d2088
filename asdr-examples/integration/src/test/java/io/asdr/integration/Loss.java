package io.asdr.integration;

import io.asdr.event.AsdrEvent;
import java.util.Arrays;
import java.util.List;

/** A member said at {@code atNanos} that nobody had all of a partition any more: {@link AsdrEvent.PartitionLost}. */
record Loss(int partition, long atNanos) {

    private static final String NONE = "-";

    /** What {@link #readAll} reads: one word. */
    static String format(List<Loss> losses) {
        return losses.isEmpty()
                ? NONE
                : String.join(
                        ",",
                        losses.stream()
                                .map(loss -> loss.partition + "@" + loss.atNanos)
                                .toList());
    }

    static List<Loss> readAll(String word) {
        return word.equals(NONE)
                ? List.of()
                : Arrays.stream(word.split(",", -1)).map(Loss::read).toList();
    }

    boolean isOf(int number) {
        return partition == number || partition == AsdrEvent.PartitionLost.ALL;
    }

    private static Loss read(String text) {
        String[] parts = text.split("@", -1);
        return new Loss(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
    }
}
