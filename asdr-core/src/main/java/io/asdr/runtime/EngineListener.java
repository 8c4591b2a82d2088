package io.asdr.runtime;

import io.asdr.protocol.Partitions;
import io.asdr.protocol.effect.Conflict;
import io.asdr.protocol.effect.Event;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import org.jspecify.annotations.Nullable;

/** Hears what goes on in an engine. Called by whoever brought the input; must not block. */
public interface EngineListener {

    /** Does nothing. */
    EngineListener NONE = new EngineListener() {};

    /** All lanes have installed the view. */
    default void onView(@Nullable View before, View view, boolean gap) {}

    /** Several parts of a split cluster wrote the key, and the application's merge policy has to choose. */
    default void onConflict(Conflict conflict) {}

    /** All members have installed the view. */
    default void onExchanged(ViewId view) {}

    /** Whether the members that can be reached are no majority any more, or are one again. */
    default void onMinority(boolean entered) {}

    /** The node can't stay the member that it is; another one can join. */
    default void onExpelled(String reason) {}

    /** Something happened in a lane or in control; called after that was left. */
    default void onEvent(Event event) {}

    /** Something happened in a lane or in control; called within it, in order. */
    default void onCounted(Event event) {}

    /** An input was dealt with; called within the lane. */
    default void onInput(Partitions lane) {}

    /** A member is congested: for a time, what is not critical is held back to it. */
    default void onCongested(MemberId peer, String reason) {}

    default void onConnection(MemberId peer, boolean up) {}

    /** A peer sent what is no frame. */
    default void onMalformed(MemberId from, RuntimeException cause) {}

    /** An invariant broke. */
    default void onFault(Throwable fault) {}

    /** The cluster does not take this node; {@code keyFormat} where it can't read the cluster's keys. */
    default void onRefused(String reason, boolean keyFormat) {}

    /** The node can't go on. */
    default void onFatal(String reason) {}
}
