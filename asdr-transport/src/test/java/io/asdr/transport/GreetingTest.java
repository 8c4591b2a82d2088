package io.asdr.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.spi.MemberId;
import io.asdr.transport.Greeting.BadGreetingException;
import io.asdr.transport.Greeting.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GreetingTest {

    private static final Greeting GREETING =
            new Greeting(Kind.CONNECT, new MemberId(-5), new MemberId(9), "k\u00fcche");

    @ParameterizedTest
    @EnumSource
    void comesBackAsItWas(Kind kind) throws BadGreetingException {
        var greeting = new Greeting(kind, new MemberId(-5), new MemberId(9), "k\u00fcche");

        assertThat(Greeting.decode(encoded(greeting))).isEqualTo(greeting);
    }

    @Test
    void fitsWithTheLongestClusterName() throws BadGreetingException {
        var greeting = new Greeting(Kind.CONNECT, new MemberId(1), new MemberId(2), "\u20ac".repeat(255));

        ByteBuf bytes = encoded(greeting);

        assertThat(bytes.readableBytes()).isLessThanOrEqualTo(Greeting.MAX_BYTES);
        assertThat(Greeting.decode(bytes)).isEqualTo(greeting);
    }

    @Test
    void waitsForTheWholeOfItAndLeavesWhatFollows() throws BadGreetingException {
        ByteBuf whole = encoded(GREETING);
        int bytes = whole.readableBytes();
        whole.writeInt(77);

        for (int i = 0; i < bytes; i++) {
            assertThat(Greeting.decode(whole.slice(0, i))).as(i + " bytes").isNull();
        }
        assertThat(Greeting.decode(whole)).isEqualTo(GREETING);
        assertThat(whole.readInt()).isEqualTo(77);
    }

    @Test
    void passesOverAProofAndWhatLaterVersionsAdd() throws BadGreetingException {
        ByteBuf bytes = encoded(GREETING);
        bytes.setShort(bytes.writerIndex() - 2, 20);
        bytes.writeZero(20 + 13);
        bytes.setShort(6, bytes.readableBytes() - Greeting.HEADER_BYTES);

        assertThat(Greeting.decode(bytes)).isEqualTo(GREETING);
        assertThat(bytes.isReadable()).isFalse();
    }

    @Test
    void namesTheVersionAndTheOneExpected() {
        ByteBuf bytes = encoded(GREETING).setShort(4, 8);

        assertThatThrownBy(() -> Greeting.decode(bytes)).hasMessage("protocol version 8, expected 1");
    }

    @Test
    @Tag("threat-16")
    void endsInAGreetingOrInItsOwnExceptionWhateverComes() {
        for (int seed = 0; seed < 20_000; seed++) {
            var random = new Random(seed);
            ByteBuf bytes = encoded(GREETING);
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes.setByte(4 + random.nextInt(bytes.readableBytes() - 4), random.nextInt());
            }

            try {
                Greeting.decode(bytes);
            } catch (BadGreetingException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void keepsALineOfTheLogOneLine() {
        assertThat(Greeting.printable("a\r\nERROR all is lost\u2028")).isEqualTo("a??ERROR all is lost?");
    }

    private static ByteBuf encoded(Greeting greeting) {
        ByteBuf out = Unpooled.buffer();
        greeting.encode(out);
        return out;
    }
}
