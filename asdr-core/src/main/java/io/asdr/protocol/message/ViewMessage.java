package io.asdr.protocol.message;

import io.asdr.spi.GroupId;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the coordinator of a group makes the next view. Question, answer and view name the group, and count only while the member has that very one. */
public sealed interface ViewMessage extends MemberMessage {

    void dispatch(MemberId from, Handler handler);

    /** The coordinator asks which view the member has installed. */
    record Question(GroupId group, long round) implements ViewMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onQuestion(from, this);
        }
    }

    /** The view that the member has installed (null: none), the last one that it installed and that may act in STRICT tables, its bases, the settings that it brings, whether it wants to leave, and which address it asks for (0: any). */
    record Told(
            GroupId group,
            long round,
            @Nullable View installed,
            ViewId acted,
            List<Base> bases,
            View.Settings settings,
            boolean leaving,
            int address)
            implements ViewMessage {
        public Told {
            bases = List.copyOf(bases);
        }

        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onTold(from, this);
        }
    }

    /**
     * The coordinator made this view.
     *
     * @param inherited the bases with which a member begins that has none
     * @param dead bases that can never be settled
     */
    record Made(GroupId group, View view, List<Base> inherited, List<ViewId> dead) implements ViewMessage {
        public Made {
            inherited = List.copyOf(inherited);
            dead = List.copyOf(dead);
        }

        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onMade(from, this);
        }
    }

    /** The member has installed a view at least as new. */
    record Took(ViewId view) implements ViewMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onTook(from, this);
        }
    }

    /** Asks the coordinator to open a table; its id is 0. */
    record Open(View.TableSettings table) implements ViewMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onOpen(from, this);
        }
    }

    /** Of the keys from which the table moves, the sender has none left in this view, and none of its calls waits for one. */
    record Drained(ViewId view, int table) implements ViewMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onDrained(from, this);
        }
    }

    /** Asks the coordinator for a view in which the sender is leaving. */
    record Leave() implements ViewMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onLeave(from, this);
        }
    }

    /**
     * The sender's settings are not those of the cluster: it can't be a member.
     *
     * @param keyFormat whether it can't read the cluster's keys
     */
    record Refused(String reason, boolean keyFormat) implements ViewMessage {
        @Override
        public void dispatch(MemberId from, Handler handler) {
            handler.onRefused(from, this);
        }
    }

    /** One method per message. */
    interface Handler {
        void onQuestion(MemberId from, Question question);

        void onTold(MemberId from, Told told);

        void onMade(MemberId from, Made made);

        void onTook(MemberId from, Took took);

        void onOpen(MemberId from, Open open);

        void onDrained(MemberId from, Drained drained);

        void onLeave(MemberId from, Leave leave);

        void onRefused(MemberId from, Refused refused);
    }
}
