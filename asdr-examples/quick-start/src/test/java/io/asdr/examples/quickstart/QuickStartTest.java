package io.asdr.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.AsdrNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuickStartTest {

    @Test
    void readsWhatItPutAndMerged() {
        var printed = new ByteArrayOutputStream();

        try (AsdrNode node = AsdrNode.local()) {
            QuickStart.shop(node, new PrintStream(printed, true, StandardCharsets.UTF_8));
        }

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("Cart[items=[tea]]\nCart[items=[tea, milk]]\n");
    }
}
