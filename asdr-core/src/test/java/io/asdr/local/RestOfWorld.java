package io.asdr.local;

import static io.asdr.local.World.NEXT_OWNER;
import static io.asdr.local.World.OWNER;
import static io.asdr.local.World.SELF;

import io.asdr.protocol.entry.Entries.Role;
import io.asdr.spi.MemberId;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What goes on while a reader reads: the steps of the lane, of the control and of other members, in the order that the protocol prescribes, or, in those that are {@link #isWrong}, in one that it forbids. */
enum RestOfWorld {
    /** A holder is recalled before the owner commits. */
    RECALL(asReader(), World::recall, World::commit, World::keep, World::recall, World::commit),
    /** A replica answers an update before the owner commits. */
    UPDATE(as(OWNER, Role.REPLICA), World::update, World::commit, World::keep, World::update, World::commit),
    /** The owner puts a new value in place of the one that readers find. */
    REPLACE(as(SELF, Role.OWNER), World::replace, World::replace),
    /** A former replica gives everything up before the owner counts on it no more. */
    RELEASE(
            as(OWNER, Role.REPLICA),
            World::release,
            world -> world.serve(OWNER, Role.READER),
            World::commit,
            World::keep),
    /** Put out of the view: what is committed without this member is behind the floor before it has a lease again. */
    GAP(
            asReader(),
            World::outlastLeases,
            World::commit,
            World::poison,
            world -> world.serve(OWNER, Role.READER),
            world -> world.renew(OWNER),
            World::keep),
    /** Likewise, and the background purges what is poisoned. */
    GAP_AND_PURGE(
            asReader(),
            World::outlastLeases,
            World::commit,
            World::poison,
            world -> world.serve(OWNER, Role.READER),
            world -> world.renew(OWNER),
            World::recall,
            World::keep),
    /** Likewise, but the partition has another owner now. The former one gives leases again, too. */
    GAP_AND_OTHER_OWNER(
            asReader(),
            World::outlastLeases,
            World::commit,
            World::poison,
            world -> world.serve(NEXT_OWNER, Role.READER),
            world -> world.renew(OWNER),
            world -> world.renew(NEXT_OWNER),
            World::keep),
    /** An owner that stood still while another one took over. */
    OWNER_STANDS_STILL(
            as(SELF, Role.OWNER),
            World::outlastLeases,
            World::commit,
            World::poison,
            world -> world.serve(NEXT_OWNER, Role.READER),
            world -> world.renew(SELF),
            world -> world.renew(NEXT_OWNER),
            World::keep),
    /** A lease ends and comes again while this member is in the view: the contract stands. */
    LEASE_LAPSES(
            asReader(), World::outlastLeases, world -> world.renew(OWNER), World::recall, World::commit, World::keep),
    /** A member ends its leases because it can't trust its clocks. */
    LEASE_IS_GIVEN_UP(
            asReader(),
            world -> world.end(OWNER),
            World::recall,
            World::commit,
            world -> world.renew(OWNER),
            World::keep),
    /** Another owner without a gap: it commits once this member has poisoned what it has. */
    OTHER_OWNER(
            asReader(),
            World::poison,
            world -> world.serve(NEXT_OWNER, Role.READER),
            world -> world.renew(NEXT_OWNER),
            World::commit,
            World::keep),
    /** This member becomes the owner, and serves once it has pulled. */
    BECOMES_OWNER(
            asReader(),
            World::poison,
            world -> world.serve(SELF, Role.WAITING_OWNER),
            world -> world.renew(SELF),
            World::keep,
            world -> world.serve(SELF, Role.OWNER),
            World::replace),
    /** A member of a minority loses its quorum lease while its owner, who is on its side, goes on to give it leases. The majority puts both out. */
    STRICT_READER_IN_A_MINORITY(
            asStrict(OWNER, Role.READER),
            World::outlastLeases,
            world -> world.renew(OWNER),
            World::commit,
            World::poison,
            world -> world.serve(NEXT_OWNER, Role.READER),
            World::renewQuorum,
            world -> world.renew(NEXT_OWNER),
            World::keep),
    /** An owner in a minority, which has its own tick but no quorum. */
    STRICT_OWNER_IN_A_MINORITY(
            asStrict(SELF, Role.OWNER),
            World::outlastLeases,
            world -> world.renew(SELF),
            World::commit,
            World::poison,
            world -> world.serve(NEXT_OWNER, Role.READER),
            World::renewQuorum,
            world -> world.renew(NEXT_OWNER),
            World::keep),
    /** The node closes before it says that it relies on nothing any more. */
    CLOSE(asReader(), World::close, World::commit, world -> world.renew(OWNER)),

    /** Whose promises readers rely on is said before the floor was raised. */
    SERVES_BEFORE_THE_FLOOR(
            asReader(),
            World::outlastLeases,
            World::commit,
            world -> world.renew(NEXT_OWNER),
            world -> world.serve(NEXT_OWNER, Role.READER),
            World::poison),
    /** The control takes a lease of the new view before the lane has installed it. */
    RENEWS_BEFORE_THE_FLOOR(
            asReader(),
            World::outlastLeases,
            World::commit,
            world -> world.renew(OWNER),
            World::poison,
            world -> world.serve(OWNER, Role.READER)),
    /** Majorities give leases again before the lane has raised the floor. */
    RENEWS_THE_QUORUM_BEFORE_THE_FLOOR(
            asStrict(OWNER, Role.READER),
            World::outlastLeases,
            world -> world.renew(OWNER),
            World::commit,
            World::renewQuorum,
            World::poison),
    /** A recall is answered before the copy is unreadable. */
    COMMITS_BEFORE_THE_RECALL(asReader(), World::commit, World::recall),
    /** The node says that it relies on nothing any more before it has closed its horizons. */
    COMMITS_BEFORE_THE_CLOSE(asReader(), World::commit, World::close);

    // Functions without a state, in a list that does not change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Supplier<World> begin;

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Consumer<World>> steps;

    @SafeVarargs
    @SuppressWarnings("varargs")
    RestOfWorld(Supplier<World> begin, Consumer<World>... steps) {
        this.begin = begin;
        this.steps = List.of(steps);
    }

    private static Supplier<World> asReader() {
        return as(OWNER, Role.READER);
    }

    private static Supplier<World> as(MemberId owner, Role role) {
        return () -> new World(false, owner, role);
    }

    private static Supplier<World> asStrict(MemberId owner, Role role) {
        return () -> new World(true, owner, role);
    }

    /** A world right before the first step. */
    World world() {
        World world = begin.get();
        world.fill();
        return world;
    }

    List<Consumer<World>> steps() {
        return steps;
    }

    /** Whether the protocol forbids this order. */
    boolean isWrong() {
        return EnumSet.range(SERVES_BEFORE_THE_FLOOR, COMMITS_BEFORE_THE_CLOSE).contains(this);
    }
}
