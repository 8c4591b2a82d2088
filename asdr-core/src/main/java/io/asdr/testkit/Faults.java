package io.asdr.testkit;

/**
 * What the simulated network does to messages.
 *
 * @param loss chance that a message is lost
 * @param duplication chance that a message comes twice
 * @param slowness chance that a message takes up to {@code slowNanos} and is overtaken
 * @param fastNanos how long other messages take at most
 * @param slowNanos how long slow messages take at most
 */
public record Faults(double loss, double duplication, double slowness, long fastNanos, long slowNanos) {

    /** Nothing is lost, little is late. */
    public static final Faults NONE = new Faults(0, 0, 0, 500_000, 500_000);

    /** Some messages are lost, some come twice, some are very late. */
    public static final Faults SOME = new Faults(0.01, 0.03, 0.1, 1_000_000, 60_000_000);
}
