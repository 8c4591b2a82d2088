package io.asdr.examples.benchmarks;

import io.asdr.AsdrTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** Keys of 12 characters and values of 100 bytes. */
final class Entries {

    static final int VALUE_BYTES = 100;

    private static final int BATCH = 256;

    private Entries() {}

    static String key(int number) {
        return String.format(Locale.ROOT, "key-%08d", number);
    }

    /** A value that tells how often its key was written. */
    static String value(String key, int revision) {
        String begin = key + '-' + revision + '-';
        return begin + "v".repeat(VALUE_BYTES - begin.length());
    }

    /** Equal to {@code keys}, and none of them identical. */
    @SuppressWarnings(
            "StringCopy") // The look-up must compare characters, as it does for a key that came from a request.
    static String[] copies(Collection<String> keys) {
        return keys.stream().map(key -> new String(key.toCharArray())).toArray(String[]::new);
    }

    static List<String> firstKeys(int count) {
        List<String> keys = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            keys.add(key(number));
        }
        return keys;
    }

    static void write(AsdrTable<String, String> table, List<String> keys) {
        for (int from = 0; from < keys.size(); from += BATCH) {
            List<CompletableFuture<?>> open = new ArrayList<>(BATCH);
            for (String key : keys.subList(from, Math.min(keys.size(), from + BATCH))) {
                open.add(table.async().set(key, value(key, 0)).toCompletableFuture());
            }
            open.forEach(CompletableFuture::join);
        }
    }

    static void read(AsdrTable<String, String> table, List<String> keys) {
        for (int from = 0; from < keys.size(); from += BATCH) {
            List<String> batch = keys.subList(from, Math.min(keys.size(), from + BATCH));
            int found = table.getAll(batch).size();
            if (found != batch.size()) {
                throw new IllegalStateException(batch.size() - found + " of " + batch.size() + " keys are missing");
            }
        }
    }
}
