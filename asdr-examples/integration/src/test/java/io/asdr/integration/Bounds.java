package io.asdr.integration;

import java.time.Duration;

/** How long things may take with the default settings of the membership. */
final class Bounds {

    /** Within this a silent member is seen: the detector's 3 s, a sixth of that between heartbeats, and 0.6 s to ask back. */
    static final Duration DETECTION = Duration.ofMillis(4_100);

    /** Within this a dead process is seen: its sockets closed. */
    static final Duration DETECTION_OF_DEATH = Duration.ofSeconds(2);

    /** What there is beside detection until all serve again. */
    static final Duration MARGIN = Duration.ofSeconds(2);

    /** What a fault may cost those who have nothing to do with it: nothing, but JVMs start meanwhile on the same two cores. Below what detection takes, so that a wait for it shows. */
    static final Duration UNDISTURBED = Duration.ofSeconds(2);

    static final Duration BACK = DETECTION.plus(MARGIN);

    /** Who was asked for a merge while not all could reach each other takes part in no other until it is given up (GMS: twice its 1 s). */
    static final Duration BACK_FROM_BRIDGE = BACK.plus(Duration.ofSeconds(2));

    static final Duration BACK_FROM_DEATH = DETECTION_OF_DEATH.plus(MARGIN);

    private Bounds() {}
}
