package io.asdr.membership;

import io.asdr.spi.Endpoint;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link JGroupsMembership} was built with, checked.
 *
 * @param bind the one address that everything listens on; port 0 takes a free one
 * @param advertised how others reach {@code bind}, where that is another address; null if it is the same
 * @param seeds where members may be found, this one among them or not
 * @param failureDetection how long a member may be silent until it is suspected
 * @param config a JGroups stack in XML that stands for all of the above, or null
 */
record Settings(
        Endpoint bind,
        @Nullable Endpoint advertised,
        List<Endpoint> seeds,
        Duration failureDetection,
        @Nullable String config) {

    // Before DEFAULT, which is checked against it.
    private static final Duration SHORTEST_DETECTION = Duration.ofMillis(500);

    static final Settings DEFAULT =
            new Settings(new Endpoint("127.0.0.1", 7800), null, List.of(), Duration.ofSeconds(3), null);

    Settings {
        seeds = List.copyOf(seeds);
        if (failureDetection.compareTo(SHORTEST_DETECTION) < 0) {
            throw new IllegalArgumentException(
                    "failureDetection=" + failureDetection + " must be at least " + SHORTEST_DETECTION);
        }
    }

    Settings withBind(Endpoint value) {
        return new Settings(value, advertised, seeds, failureDetection, config);
    }

    Settings withAdvertised(Endpoint value) {
        if (value.port() == 0) {
            throw new IllegalArgumentException("advertise port=0 must be in 1..65535");
        }
        return new Settings(bind, value, seeds, failureDetection, config);
    }

    Settings withSeeds(List<Endpoint> value) {
        return new Settings(bind, advertised, value, failureDetection, config);
    }

    Settings withFailureDetection(Duration value) {
        return new Settings(bind, advertised, seeds, value, config);
    }

    Settings withConfig(@Nullable String value) {
        return new Settings(bind, advertised, seeds, failureDetection, value);
    }

    void checkConfigStandsAlone() {
        if (config != null && !withConfig(null).equals(DEFAULT)) {
            throw new IllegalArgumentException("config must stand alone: it would override " + withConfig(null));
        }
    }
}
