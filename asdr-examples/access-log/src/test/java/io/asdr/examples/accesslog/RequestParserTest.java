package io.asdr.examples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestParserTest {

    private final RequestParser parser = new RequestParser();

    @Test
    void readsALine() {
        String line =
                "83.149.9.216 - - [17/May/2015:10:05:03 +0000] \"GET /a/b.png?x=1 HTTP/1.1\" 200 203023 \"-\" \"X\"";

        assertThat(parser.parse(line))
                .contains(new Request("83.149.9.216", "/a/b.png", 200, 203_023, Instant.parse("2015-05-17T10:05:03Z")));
    }

    @Test
    void takesADashForNoBytes() {
        String line = "10.0.0.1 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 304 - \"-\" \"X\"";

        assertThat(parser.parse(line))
                .hasValueSatisfying(request -> assertThat(request.bytes()).isZero());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "10.0.0.1 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 12 \"-\" \"cut off",
                "10.0.0.1 - - [99/Foo/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 12 \"-\" \"X\"",
                "10.0.0.1 - - [17/May/2015:10:05:03 +0000] \"-\" 408 0 \"-\" \"X\""
            })
    void findsNothingInALineThatIsNoRequest(String line) {
        assertThat(parser.parse(line)).isEmpty();
    }

    @Test
    void goesOnAfterALineThatIsNoRequest() {
        parser.parse("garbage");

        assertThat(parser.parse("10.0.0.1 - - [17/May/2015:10:05:03 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"X\""))
                .isPresent();
    }
}
