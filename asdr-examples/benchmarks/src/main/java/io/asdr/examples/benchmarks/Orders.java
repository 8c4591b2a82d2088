package io.asdr.examples.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.List;

/** The child's end of a {@link ChildJvm}: orders come in by standard input, answers go out by standard output. */
final class Orders {

    /** Carries out an order. */
    interface Work {
        Object carryOut(List<String> words) throws Exception;
    }

    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    private final PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);

    Orders() {
        // Whatever else prints must not get between the answers.
        System.setOut(System.err);
    }

    void answer(Object result) {
        out.println(ChildJvm.OK + " " + result);
    }

    /** Carries out what comes until nothing comes any more. */
    void serve(Work work) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            try {
                answer(work.carryOut(List.of(line.split(" "))));
            } catch (Exception failure) {
                failure.printStackTrace();
                out.println(ChildJvm.FAILED + " " + failure);
            }
        }
    }
}
