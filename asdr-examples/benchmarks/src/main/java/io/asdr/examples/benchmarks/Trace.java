package io.asdr.examples.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/** The keys that were read one after the other. */
record Trace(String name, int[] keys) {

    private static final String ENDING = ".trace.gz";
    private static final int SCAN_EVERY = 20_000;
    private static final int SCAN_LENGTH = 4_000;

    /** Reads big-endian 32-bit numbers, one a key. */
    static Trace read(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            IntBuffer numbers = ByteBuffer.wrap(in.readAllBytes()).asIntBuffer();
            int[] keys = new int[numbers.remaining()];
            numbers.get(keys);
            return new Trace(file.getFileName().toString().replace(ENDING, ""), keys);
        }
    }

    /** Some keys are read far more often than others (Zipf's law), and now and then a scan reads many new ones, once each. The same trace each time. */
    static Trace generated(int popular, int accesses) {
        double[] shares = new double[popular];
        double sum = 0;
        for (int rank = 0; rank < popular; rank++) {
            sum += 1 / Math.pow(rank + 1, 0.9);
            shares[rank] = sum;
        }
        Random random = new Random(1);
        int[] keys = new int[accesses];
        int scanned = popular;
        for (int at = 0; at < accesses; at++) {
            if (at % SCAN_EVERY >= SCAN_EVERY - SCAN_LENGTH) {
                keys[at] = scanned++;
            } else {
                int found = Arrays.binarySearch(shares, random.nextDouble() * sum);
                keys[at] = found < 0 ? Math.min(-1 - found, popular - 1) : found;
            }
        }
        return new Trace("generated: Zipf and scans", keys);
    }

    int distinct() {
        return (int) Arrays.stream(keys).distinct().count();
    }
}
