package io.asdr.protocol.effect;

import io.asdr.spi.View;
import org.jspecify.annotations.Nullable;

/**
 * From where a member comes to a view.
 *
 * @param before the view that it had, or null; for STRICT tables, the last one that may act
 * @param gap whether it comes as a new member: what it had is void
 */
public record Passage(@Nullable View before, boolean gap) {}
