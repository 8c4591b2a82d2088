package io.asdr.protocol.view;

import static io.asdr.protocol.SampleViews.A;
import static io.asdr.protocol.SampleViews.B;
import static io.asdr.protocol.SampleViews.C;
import static io.asdr.protocol.SampleViews.D;
import static io.asdr.protocol.SampleViews.SETTINGS;
import static io.asdr.protocol.SampleViews.id;
import static io.asdr.protocol.SampleViews.peer;
import static io.asdr.protocol.SampleViews.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.protocol.message.Base;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import java.util.List;
import org.junit.jupiter.api.Test;

class BasesTest {

    private final Bases bases = new Bases(1);

    private void settle(View view) {
        bases.onView(view);
        bases.onSettled(view);
    }

    @Test
    void approvesMoreThanHalfOfTheSettledView() {
        settle(view(1, A, B, C));

        assertThat(bases.onView(view(2, B, C))).isTrue();
    }

    @Test
    void approvesHalfOnlyWithTheOldest() {
        settle(view(1, A, B));

        assertThat(bases.onView(view(2, B))).isFalse();
        assertThat(bases.onView(view(2, A))).isTrue();
    }

    @Test
    void countsAViewThatItApprovedThoughNobodyKnowsYetWhetherItIsSettled() {
        settle(view(1, A, B, C));
        bases.onView(view(2, A, B));

        View madeFromTheFirst = new View(id(3), view(3, B, C).members(), List.of(id(1)), SETTINGS);

        assertThat(bases.onView(madeFromTheFirst))
                .as("beside the line of view 2")
                .isFalse();
        assertThat(bases.isBeside(madeFromTheFirst)).isTrue();
    }

    @Test
    void isLeftBehindOnlyOnceAViewIsKnownToBeSettledThatIsNotOnItsOwnLine() {
        settle(view(1, A, B, C));
        bases.onView(view(2, A, B));
        View beside = new View(id(3), view(3, B, C).members(), List.of(id(1)), SETTINGS);
        View later = new View(id(4), view(4, A, B, C).members(), List.of(id(3), id(1)), SETTINGS);
        Base first = new Base(id(1), List.of(A, B, C), true);

        assertThat(bases.isLeftBehind(later, List.of(first, Base.of(beside))))
                .as("view 2 may be the one that goes on")
                .isFalse();
        assertThat(bases.isLeftBehind(later, List.of(Base.of(beside).asSettled())))
                .isTrue();
    }

    @Test
    void forgetsOlderBasesOnceAViewIsSettled() {
        settle(view(1, A, B, C));
        settle(view(2, A, B));

        assertThat(bases.toList()).containsExactly(new Base(id(2), List.of(A, B), true));
    }

    @Test
    void aViewThatItDidNotApproveIsNoBase() {
        settle(view(1, A, B, C));

        assertThat(bases.onView(view(2, C))).isFalse();

        assertThat(bases.toList()).containsExactly(new Base(id(1), List.of(A, B, C), true));
    }

    @Test
    void theFirstViewNeedsAMajorityOfTheInitialMembers() {
        Bases ofThree = new Bases(3);

        assertThat(ofThree.onView(view(1, A))).isFalse();
        assertThat(ofThree.onView(view(2, A, B))).isTrue();
    }

    @Test
    void aNewMemberBeginsWithTheBasesOfTheLine() {
        bases.inherit(List.of(new Base(id(1), List.of(B, C, D))));

        assertThat(bases.onView(view(2, A, B))).isFalse();
        assertThat(bases.onView(view(2, A, B, C))).isTrue();
    }

    @Test
    void whoHasBasesInheritsNone() {
        settle(view(1, A, B));

        bases.inherit(List.of(new Base(id(9), List.of(D))));

        assertThat(bases.toList()).containsExactly(new Base(id(1), List.of(A, B), true));
    }

    @Test
    void dropsWhatCanNeverBeSettled() {
        settle(view(1, A, B, C));
        bases.onView(view(2, A, B));

        assertThat(bases.drop(List.of(id(2), id(7)))).containsExactly(id(2));

        View madeFromTheFirst = new View(id(3), view(3, B, C).members(), List.of(id(1)), SETTINGS);
        assertThat(bases.onView(madeFromTheFirst)).isTrue();
    }

    @Test
    void whoIsLeavingDoesNotCount() {
        View leaving = new View(
                id(1),
                List.of(
                        new View.Member(peer(A), id(1), false, 1),
                        new View.Member(peer(B), id(1), true, 2),
                        new View.Member(peer(C), id(1), true, 3)),
                List.of(),
                SETTINGS);
        settle(leaving);

        assertThat(bases.onView(view(2, A))).isTrue();
    }

    @Test
    void hasAMajorityWhereTheReachedOnesAreOneOfEachBase() {
        settle(view(1, A, B, C));
        bases.onView(view(2, A, B, C, D));

        assertThat(bases.hasMajority(List.of(A, B))).isTrue();
        assertThat(bases.hasMajority(List.of(B, C)))
                .as("half of view 2, without the oldest")
                .isFalse();
    }

    @Test
    void renewsOnlyWhoIsInAllBases() {
        settle(view(1, A, B, C));
        bases.onView(view(2, A, B));

        assertThat(bases.haveAll(B)).isTrue();
        assertThat(bases.haveAll(C)).isFalse();
    }

    @Test
    void withoutABaseNobodyIsAQuorum() {
        assertThat(bases.isQuorum((MemberId member) -> true)).isFalse();
    }

    @Test
    void learnsWhichViewsWereSettledWithoutIt() {
        settle(view(1, A, B, C));
        View merged = new View(id(5), view(5, A, C, D).members(), List.of(id(4), id(3), id(2), id(1)), SETTINGS);

        bases.learn(List.of(new Base(id(4), List.of(C, D), true)), merged);

        assertThat(bases.toList()).containsExactly(new Base(id(4), List.of(C, D), true));
        assertThat(bases.onView(merged)).isTrue();
    }

    @Test
    void learnsNothingFromViewsThatMayNotBeSettled() {
        settle(view(1, A, B, C));
        View merged = new View(id(5), view(5, A, C, D).members(), List.of(id(4), id(1)), SETTINGS);

        bases.learn(List.of(new Base(id(4), List.of(C, D))), merged);

        assertThat(bases.toList()).containsExactly(new Base(id(1), List.of(A, B, C), true));
    }

    @Test
    void learnsThatAViewOfItsOwnWasSettledThoughTheLineDoesNotReachBackToTheOneBefore() {
        settle(view(1, A, B, C));
        bases.onView(view(2, A, B, C));
        View later = new View(id(300), view(300, A, B, C).members(), List.of(id(299), id(2)), SETTINGS);

        bases.learn(List.of(new Base(id(2), List.of(A, B, C), true)), later);

        assertThat(bases.toList()).containsExactly(new Base(id(2), List.of(A, B, C), true));
        assertThat(bases.onView(later)).isTrue();
    }
}
