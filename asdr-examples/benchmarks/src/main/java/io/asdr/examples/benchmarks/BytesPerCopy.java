package io.asdr.examples.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** How much heap a stored copy takes, on all members together, beside an entry of a map of the same keys and values. */
final class BytesPerCopy {

    private static final int MEMBERS = 3;
    private static final int HEAP_MEBIBYTES = 1_500;
    private static final double AIM_BYTES = 185;

    private BytesPerCopy() {}

    static List<Figure> measure(int entries) {
        double map = bytesInMap(entries);
        List<ChildJvm> members = new ArrayList<>();
        try {
            Site site = Site.free(MEMBERS);
            for (int member = 0; member < MEMBERS; member++) {
                ChildJvm child = ChildJvm.start(HEAP_MEBIBYTES, "member", Integer.toString(member), site.toString());
                child.answer();
                members.add(child);
            }
            for (ChildJvm member : members) {
                member.ask("entries", Tables.COHERENT);
            }
            long before = heap(members);
            members.get(0).ask("load", Tables.COHERENT, entries);
            double untouched = bytesPerCopy(members, before);
            for (ChildJvm member : members) {
                member.ask("read", Tables.COHERENT, entries);
            }
            double read = bytesPerCopy(members, before);
            return List.of(
                    Figure.beside("a stored copy, untouched; entry of a map", "B", untouched, map),
                    Figure.beside("a stored copy, all read; entry of a map", "B", read, map),
                    Figure.atMost("a stored copy, untouched; aim", "B", untouched, AIM_BYTES, 1));
        } finally {
            members.forEach(ChildJvm::close);
        }
    }

    private static double bytesInMap(int entries) {
        try (ChildJvm child = ChildJvm.start(HEAP_MEBIBYTES, "map")) {
            child.answer();
            long before = Long.parseLong(child.ask("heap"));
            child.ask("load", entries);
            return (double) (Long.parseLong(child.ask("heap")) - before) / entries;
        }
    }

    private static double bytesPerCopy(List<ChildJvm> members, long before) {
        long bytes = heap(members) - before;
        long copies = members.stream()
                .mapToLong(member -> Long.parseLong(member.ask("entries", Tables.COHERENT)))
                .sum();
        return (double) bytes / copies;
    }

    private static long heap(List<ChildJvm> members) {
        return members.stream()
                .mapToLong(member -> Long.parseLong(member.ask("heap")))
                .sum();
    }
}
