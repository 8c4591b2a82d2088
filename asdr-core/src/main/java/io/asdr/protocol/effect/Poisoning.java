package io.asdr.protocol.effect;

import io.asdr.spi.MemberId;

/**
 * That a copy became unusable, and by whom.
 *
 * @param wallMicros when, by this member's wall clock
 * @param by who decided it: who made the view, the owner, or this member
 * @param reason the application's, or empty
 */
public record Poisoning(PoisonCause cause, long wallMicros, MemberId by, String reason) {}
