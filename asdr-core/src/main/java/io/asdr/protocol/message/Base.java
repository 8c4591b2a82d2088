package io.asdr.protocol.message;

import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A view of whose members a later one must hold a majority before it may act in STRICT tables (PROTOCOL 6).
 *
 * @param members who counts, oldest first: all members but those that were leaving
 * @param settled whether the view is known to be settled: then it stands for all that it descends from
 */
public record Base(ViewId id, List<MemberId> members, boolean settled) {

    /** A view that is not known to be settled. */
    public Base(ViewId id, List<MemberId> members) {
        this(id, members, false);
    }

    public Base {
        members = List.copyOf(members);
        if (members.isEmpty()) {
            throw new IllegalArgumentException("base " + id + " must have members");
        }
    }

    /** The view as a base. Where all are leaving, all count. */
    public static Base of(View view) {
        List<MemberId> staying = new ArrayList<>();
        List<MemberId> all = new ArrayList<>();
        for (View.Member member : view.members()) {
            all.add(member.id());
            if (!member.leaving()) {
                staying.add(member.id());
            }
        }
        return new Base(view.id(), staying.isEmpty() ? all : staying);
    }

    /** The same, known to be settled. */
    public Base asSettled() {
        return new Base(id, members, true);
    }

    /** Whether those in {@code part} are more than half of the members, or half with the oldest among them. */
    public boolean isMajority(Predicate<MemberId> part) {
        long inside = members.stream().filter(part).count();
        return 2 * inside > members.size() || 2 * inside == members.size() && part.test(members.get(0));
    }
}
