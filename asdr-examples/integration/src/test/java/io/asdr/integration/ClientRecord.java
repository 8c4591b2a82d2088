package io.asdr.integration;

import io.asdr.testkit.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one client of a scenario did, as its journal says.
 *
 * @param family what its work is called in the report
 * @param label the process it was in: name and life of the member
 */
record ClientRecord(String family, String label, List<Operation> operations, List<Journal.Failure> failures) {

    private static final String SEPARATOR = "_";
    private static final String SUFFIX = ".journal";

    ClientRecord {
        operations = List.copyOf(operations);
        failures = List.copyOf(failures);
    }

    /** Where such a client has its journal. */
    static Path file(Path directory, int number, String family, String label) {
        return directory.resolve(number + SEPARATOR + family + SEPARATOR + label + SUFFIX);
    }

    /** Those of all clients that had their journals in {@code directory}. */
    static List<ClientRecord> readAll(Path directory) throws IOException {
        List<ClientRecord> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(path -> path.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                String name = file.getFileName().toString();
                String[] words =
                        name.substring(0, name.length() - SUFFIX.length()).split(SEPARATOR, -1);
                Journal.Content content = Journal.read(file);
                records.add(new ClientRecord(words[1], words[2], content.operations(), content.failures()));
            }
        }
        return records;
    }

    String member() {
        return label.substring(0, label.indexOf('.'));
    }

    List<Operation> successes() {
        return operations.stream().filter(operation -> !operation.isOpen()).toList();
    }

    /** The longest time between two successes, or between the last one and {@code untilNanos}. */
    long longestGapNanos(long untilNanos) {
        List<Long> times = new ArrayList<>();
        successes().forEach(operation -> times.add(operation.returnedNanos()));
        if (times.isEmpty()) {
            return 0;
        }
        times.add(Math.max(untilNanos, times.get(times.size() - 1)));
        long longest = 0;
        for (int i = 1; i < times.size(); i++) {
            longest = Math.max(longest, times.get(i) - times.get(i - 1));
        }
        return longest;
    }

    /** When the first call returned that was made after {@code nanos}; {@link Operation#OPEN} if none did. */
    long firstSuccessAfter(long nanos) {
        return successes().stream()
                .filter(operation -> operation.invokedNanos() >= nanos)
                .mapToLong(Operation::returnedNanos)
                .min()
                .orElse(Operation.OPEN);
    }
}
