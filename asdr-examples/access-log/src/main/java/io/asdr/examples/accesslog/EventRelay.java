package io.asdr.examples.accesslog;

import io.asdr.event.AsdrEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes those events of a node on to the launcher that the report is made of, with the time at which they were heard. */
final class EventRelay implements Consumer<AsdrEvent> {

    private final Channel<Reply, Order> launcher;

    EventRelay(Channel<Reply, Order> launcher) {
        this.launcher = launcher;
    }

    @Override
    public void accept(AsdrEvent event) {
        Reply reply = reply(event, System.nanoTime());
        if (reply != null) {
            try {
                launcher.send(reply);
            } catch (IOException e) {
                throw new UncheckedIOException("the launcher is gone", e);
            }
        }
    }

    private static @Nullable Reply reply(AsdrEvent event, long nanos) {
        if (event instanceof AsdrEvent.ViewInstalled installed) {
            return new Reply.ViewSeen(nanos, installed);
        } else if (event instanceof AsdrEvent.OwnershipMoved moved) {
            return new Reply.MoveSeen(moved);
        } else if (event instanceof AsdrEvent.HandedOver handedOver) {
            return new Reply.HandOverSeen(handedOver);
        } else if (event instanceof AsdrEvent.PartitionLost lost) {
            return new Reply.LossSeen(lost);
        }
        return null;
    }
}
