package io.asdr.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A seed is worth something only if it gives the same life everywhere: whatever a JVM chooses by itself (hash codes, memory, language, time zone) must not matter. */
class SameHistoryTest {

    private static final long[] SEEDS = {1, 7, 35, 4525};

    /** Prints the lives, for {@link #sameSeedGivesTheSameHistoryInEachJvm}. */
    public static void main(String[] arguments) {
        System.out.writeBytes(lives().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void sameSeedGivesTheSameHistoryInEachJvm() throws Exception {
        Process first = start("-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2", "-Xmx256m");
        Process second = start("-XX:TieredStopAtLevel=1", "-Duser.language=tr", "-Duser.timezone=Asia/Tokyo");

        String here = lives();

        assertThat(outputOf(first)).isEqualTo(here);
        assertThat(outputOf(second)).isEqualTo(here);
        assertThat(here).contains(" PUT ", " GET ", "seed 4525");
    }

    private static String lives() {
        return LongStream.of(SEEDS)
                .mapToObj(RandomRun::run)
                .map(life -> "seed " + life.seed() + " " + life.occurrences() + "\n" + life.history())
                .collect(Collectors.joining());
    }

    private static Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SameHistoryTest.class.getName()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String outputOf(Process process) throws IOException, InterruptedException {
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
