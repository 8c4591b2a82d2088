package io.asdr.protocol;

import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.spi.View;
import io.asdr.spi.ViewId;
import java.util.Arrays;
import java.util.List;

/** Views of members A to D, for tests. A makes them all. */
public final class SampleViews {

    public static final MemberId A = new MemberId(1);
    public static final MemberId B = new MemberId(2);
    public static final MemberId C = new MemberId(3);
    public static final MemberId D = new MemberId(4);

    /** Eight partitions and no table. */
    public static final View.Settings SETTINGS = new View.Settings(8, "rendezvous", 5, List.of());

    private SampleViews() {}

    public static Peer peer(MemberId id) {
        return new Peer(id, "m" + id.incarnation(), new Endpoint("here", (int) id.incarnation()));
    }

    public static ViewId id(long epoch) {
        return new ViewId(epoch, A);
    }

    /** The view of that number, whose members are in it since it; it descends from the one before. */
    public static View view(long epoch, MemberId... members) {
        return new View(
                id(epoch),
                Arrays.stream(members)
                        .map(member -> new View.Member(peer(member), id(epoch), false, (int) member.incarnation()))
                        .toList(),
                epoch > 1 ? List.of(id(epoch - 1)) : List.of(),
                SETTINGS);
    }
}
