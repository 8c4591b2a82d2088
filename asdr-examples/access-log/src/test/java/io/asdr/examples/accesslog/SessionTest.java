package io.asdr.examples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionTest {

    private static final Instant NOON = Instant.parse("2015-05-17T12:00:00Z");

    @Test
    void addsUpWhatItCounts() {
        Session session = Session.counting(null, 3, 10, request(200, 1_000, NOON));

        session = Session.counting(session, 3, 13, request(404, 300, NOON.minusSeconds(5)));

        assertThat(session.hits()).isEqualTo(2);
        assertThat(session.bytes()).isEqualTo(1_300);
        assertThat(session.statuses()).isEqualTo(new StatusClasses(0, 1, 0, 1, 0, 0));
        assertThat(session.first()).isEqualTo(NOON.minusSeconds(5));
        assertThat(session.last()).isEqualTo(NOON);
        assertThat(session.lines().count()).isEqualTo(2);
    }

    @Test
    void countsALineThatComesTwiceOnce() {
        Session once = Session.counting(null, 3, 10, request(200, 1_000, NOON));

        Session twice = Session.counting(once, 3, 10, request(200, 1_000, NOON));

        assertThat(twice).isSameAs(once);
    }

    @Test
    void isTheSameInWhicheverOrderLinesCome() {
        Session forward = Session.counting(
                Session.counting(null, 3, 1, request(200, 7, NOON)), 3, 2, request(304, 0, NOON.plusSeconds(1)));

        Session backward = Session.counting(
                Session.counting(null, 3, 2, request(304, 0, NOON.plusSeconds(1))), 3, 1, request(200, 7, NOON));

        assertThat(backward).isEqualTo(forward);
    }

    private static Request request(int status, long bytes, Instant time) {
        return new Request("10.0.0.1", "/", status, bytes, time);
    }
}
