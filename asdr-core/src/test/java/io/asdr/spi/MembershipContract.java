package io.asdr.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.spi.Membership.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What every {@link Membership} must do. Extended where it is implemented. */
public abstract class MembershipContract {

    private static final AtomicLong INCARNATIONS = new AtomicLong(System.nanoTime());

    private final List<Participant> participants = new ArrayList<>();

    protected MembershipContract() {}

    /** A new membership, which can find all others that this made for the present test. */
    protected abstract Membership create();

    /** Ends {@code membership} as a crash would: the others are not told. */
    protected abstract void crash(Membership membership);

    /** Returns when {@code condition} holds; fails if that takes too long. */
    protected abstract void until(BooleanSupplier condition);

    /** Returns when a member that had been reported could have been verified and removed. */
    protected abstract void letVerificationPass();

    /** Runs all of {@code starts}, as near to the same moment as can be; returns when all are done. */
    protected abstract void atOnce(List<Runnable> starts);

    @AfterEach
    void closeAll() {
        participants.forEach(participant -> participant.membership.close());
    }

    @Test
    void beginsAGroupWhereThereIsNone() {
        Participant alice = participant("alice");

        alice.start();

        assertThat(alice.groups().groups()).hasSize(1);
        assertThat(alice.group().members()).containsExactly(alice.self);
        assertThat(alice.group().coordinator()).isEqualTo(alice.self.id());
        assertThat(alice.group().id().coordinator()).isEqualTo(alice.self.id());
    }

    @Test
    void showsAllMembersTheSameGroupInTheSameOrder() {
        Participant alice = started("alice");
        Participant bob = started("bob");
        Participant carol = started("carol");

        until(() -> alice.sees(alice, bob, carol) && bob.sees(alice, bob, carol) && carol.sees(alice, bob, carol));

        assertThat(alice.group()).isEqualTo(bob.group()).isEqualTo(carol.group());
    }

    @Test
    void handsTheFirstGroupOverBeforeStartReturns() {
        Participant alice = started("alice");
        Participant bob = participant("bob");

        bob.start();

        assertThat(bob.groups().groups().get(0).members()).containsExactly(alice.self, bob.self);
    }

    @Test
    void countsUpAtEachMember() {
        Participant alice = started("alice");
        Participant bob = started("bob");
        Participant carol = started("carol");
        until(() -> alice.sees(alice, bob, carol) && bob.sees(alice, bob, carol));

        carol.membership.leave();
        until(() -> alice.sees(alice, bob) && bob.sees(alice, bob));

        assertThat(alice.groups().numbers()).isSorted().doesNotHaveDuplicates();
        assertThat(bob.groups().numbers()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void tellsTheOthersWhenAMemberLeaves() {
        Participant alice = started("alice");
        Participant bob = started("bob");
        until(() -> alice.sees(alice, bob));

        bob.membership.leave();

        until(() -> alice.sees(alice));
        assertThat(bob.groups().groups()).as("a leaver hears nothing more").hasSize(1);
    }

    @Test
    void goesOnWhenTheCoordinatorLeaves() {
        Participant alice = started("alice");
        Participant bob = started("bob");
        Participant carol = started("carol");
        until(() -> bob.sees(alice, bob, carol));

        alice.membership.leave();

        until(() -> bob.sees(bob, carol) && carol.sees(bob, carol));
        assertThat(bob.group()).isEqualTo(carol.group());
    }

    @Test
    void removesACrashedMemberThatIsReportedToRefuse() {
        Participant alice = started("alice");
        Participant bob = started("bob");
        Participant carol = started("carol");
        until(() -> alice.sees(alice, bob, carol) && bob.sees(alice, bob, carol));

        crash(carol.membership);
        bob.membership.report(carol.self.id(), Evidence.REFUSED);

        until(() -> alice.sees(alice, bob) && bob.sees(alice, bob));
    }

    @Test
    void removesACrashedCoordinatorThatIsReportedToRefuse() {
        Participant alice = started("alice");
        Participant bob = started("bob");
        Participant carol = started("carol");
        until(() -> alice.sees(alice, bob, carol) && bob.sees(alice, bob, carol));

        crash(alice.membership);
        carol.membership.report(alice.self.id(), Evidence.REFUSED);

        until(() -> bob.sees(bob, carol) && carol.sees(bob, carol));
    }

    @Test
    void removesACrashedMemberThatIsReportedSilent() {
        Participant alice = started("alice");
        Participant bob = started("bob");
        until(() -> alice.sees(alice, bob));

        crash(bob.membership);
        alice.membership.report(bob.self.id(), Evidence.SILENT);

        until(() -> alice.sees(alice));
    }

    @Test
    void keepsALivingMemberThatIsReportedSilent() {
        Participant alice = started("alice");
        Participant bob = started("bob");
        Participant carol = started("carol");
        until(() -> alice.sees(alice, bob, carol) && bob.sees(alice, bob, carol));
        GroupId before = alice.group().id();

        alice.membership.report(bob.self.id(), Evidence.SILENT);
        carol.membership.report(bob.self.id(), Evidence.SILENT);
        carol.membership.report(alice.self.id(), Evidence.SILENT);
        letVerificationPass();

        assertThat(List.of(alice.group().id(), bob.group().id(), carol.group().id()))
                .containsOnly(before);
    }

    @Test
    void ignoresReportsOfStrangersAndThoseOutsideItsLife() {
        MemberId stranger = new MemberId(INCARNATIONS.incrementAndGet());
        Participant alice = participant("alice");

        alice.membership.report(stranger, Evidence.REFUSED);
        alice.start();
        alice.membership.report(stranger, Evidence.REFUSED);
        alice.membership.report(alice.self.id(), Evidence.REFUSED);
        letVerificationPass();
        assertThat(alice.groups().groups()).hasSize(1);

        alice.membership.close();
        alice.membership.report(stranger, Evidence.SILENT);
    }

    @Test
    void keepsClustersOfOtherNamesApart() {
        Participant alice = participant("alice");
        Participant bob = participant("bob");

        alice.membership.start("shop", alice.self, alice.groups);
        bob.membership.start("bank", bob.self, bob.groups);
        letVerificationPass();

        assertThat(alice.sees(alice)).isTrue();
        assertThat(bob.sees(bob)).isTrue();
    }

    @RepeatedTest(5)
    void formsOneGroupOfTwoThatStartAtTheSameMoment() {
        Participant alice = participant("alice");
        Participant bob = participant("bob");

        atOnce(List.of(alice::start, bob::start));

        until(() -> alice.group().members().size() == 2 && bob.group().members().size() == 2);
        assertThat(alice.group()).isEqualTo(bob.group());
        assertThat(alice.groups().isEverAlone() && bob.groups().isEverAlone())
                .as("both began a group of their own")
                .isFalse();
    }

    @Test
    void startsOnce() {
        Participant alice = started("alice");

        assertThatThrownBy(alice::start).isInstanceOf(IllegalStateException.class);

        assertThat(alice.sees(alice)).isTrue();
    }

    @Test
    void doesNotStartAfterClose() {
        Participant alice = participant("alice");

        alice.membership.close();

        assertThatThrownBy(alice::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void leavesAndClosesAsOftenAsItIsTold() {
        Participant alice = started("alice");
        Participant bob = started("bob");
        until(() -> alice.sees(alice, bob));

        bob.membership.leave();
        bob.membership.leave();
        bob.membership.close();
        bob.membership.close();
        bob.membership.leave();

        until(() -> alice.sees(alice));
    }

    @Test
    void leavesFromWithinItsListener() {
        Participant alice = started("alice");
        Participant bob = participant("bob");
        bob.groups.thenRun(bob.membership::leave);

        bob.start();

        until(() -> alice.sees(alice) && alice.groups().groups().size() == 3);
    }

    @Test
    void tellsItsListenerOneThingAtATime() {
        Participant alice = started("alice");
        for (int joiner = 0; joiner < 3; joiner++) {
            Participant brief = started("brief-" + joiner);
            brief.membership.leave();
        }
        until(() -> alice.sees(alice));

        assertThat(alice.groups().isEverConcurrent()).isFalse();
        assertThat(alice.groups().groups()).hasSizeGreaterThan(1);
    }

    private Participant started(String name) {
        Participant participant = participant(name);
        participant.start();
        return participant;
    }

    private Participant participant(String name) {
        long incarnation = INCARNATIONS.incrementAndGet();
        var endpoint = new Endpoint("10.0.0." + (participants.size() + 1), 7900);
        var participant =
                new Participant(create(), new Peer(new MemberId(incarnation), name, endpoint), new RecordedGroups());
        participants.add(participant);
        return participant;
    }

    /** One membership with what it was told and what it told. */
    private record Participant(Membership membership, Peer self, RecordedGroups groups) {

        void start() {
            membership.start("contract", self, groups);
        }

        Group group() {
            return groups.last();
        }

        boolean sees(Participant... others) {
            return group().members()
                    .equals(List.of(others).stream().map(Participant::self).toList());
        }
    }
}
