package io.asdr.protocol.poison;

import static io.asdr.protocol.SampleViews.A;
import static io.asdr.protocol.SampleViews.B;
import static io.asdr.protocol.SampleViews.C;
import static io.asdr.protocol.SampleViews.id;
import static io.asdr.protocol.SampleViews.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.local.Horizons;
import io.asdr.local.PartitionStore;
import io.asdr.local.ReadIndex;
import io.asdr.local.StoppedClock;
import io.asdr.protocol.message.Key;
import io.asdr.spi.MemberId;
import io.asdr.spi.Version;
import io.asdr.spi.View;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A is the member; B owns the partition first. */
class TenureTest {

    private static final View FIRST = view(1, A, B, C);
    private static final View SECOND = new View(id(2), FIRST.members(), List.of(id(1)), FIRST.settings());

    private final PartitionStore entries =
            new PartitionStore(new Horizons(0), new ReadIndex(), false, new StoppedClock());
    private final Tenure tenure = new Tenure(entries, false);

    @BeforeEach
    void beginWithACopy() {
        tenure.onView(FIRST, null, B, 1, true, false);
        entries.put(new Key(new byte[] {1}, 1), new byte[] {1}, new Version(id(1), 1), 1);
    }

    private Tenure.Change next(MemberId owner, boolean gap, boolean keeps) {
        return tenure.onView(SECOND, FIRST, owner, 2, gap, keeps);
    }

    @Test
    void keepsCopiesWhileTheOwnerStays() {
        Tenure.Change change = next(B, false, false);

        assertThat(change.ownerChanged()).isFalse();
        assertThat(entries.floor()).isEqualTo(1);
        assertThat(tenure.number()).isEqualTo(1);
    }

    @Test
    @Tag("R77")
    @Tag("R85")
    void poisonsCopiesOfAnOwnerThatIsGone() {
        Tenure.Change change = next(C, false, false);

        assertThat(change).isEqualTo(new Tenure.Change(true, 1, true, false, 1));
        assertThat(entries.floor()).isEqualTo(2);
    }

    @Test
    @Tag("R78")
    void keepsCopiesThatBecomePartOfAReplica() {
        Tenure.Change change = next(C, false, true);

        assertThat(change).isEqualTo(new Tenure.Change(true, 1, false, true, 1));
        assertThat(entries.floor()).isEqualTo(1);
    }

    @Test
    void poisonsOlderCopiesWhenItIsToBecomeAReplicaNoMore() {
        View third = new View(id(3), FIRST.members(), List.of(id(2), id(1)), FIRST.settings());
        next(C, false, true);

        Tenure.Change change = tenure.onView(third, SECOND, C, 3, false, false);

        assertThat(change.ownerChanged()).isFalse();
        assertThat(entries.floor()).as("what came in this tenure stays").isEqualTo(2);
    }

    @Test
    @Tag("R79")
    void keepsCopiesOfAMemberThatBecomesTheOwner() {
        next(A, false, true);

        assertThat(entries.floor()).isEqualTo(1);
        assertThat(tenure.owner()).isEqualTo(A);
        assertThat(tenure.number()).isEqualTo(2);
    }

    @Test
    @Tag("R81")
    void poisonsEverythingAfterAGap() {
        Tenure.Change change = next(B, true, true);

        assertThat(change.ownerChanged()).isTrue();
        assertThat(change.poisoned()).isTrue();
        assertThat(change.oldestGoodTenure())
                .as("nothing here may restore anything")
                .isEqualTo(2);
        assertThat(entries.floor()).isEqualTo(2);
    }

    @Test
    @Tag("R81")
    void takesAnOwnerThatLeftAndCameBackForAnother() {
        View cameBack = view(3, A, B);

        Tenure.Change change = tenure.onView(cameBack, SECOND, B, 2, false, false);

        assertThat(change.ownerChanged()).isTrue();
        assertThat(entries.floor()).isEqualTo(2);
    }

    @Test
    void purgesWhatIsPoisonedOnly() {
        next(C, false, false);
        entries.put(new Key(new byte[] {2}, 2), new byte[] {2}, new Version(id(2), 1), 2);

        tenure.purge();

        assertThat(entries.all()).hasSize(1).allMatch(entry -> entry.tenure() == 2);
    }
}
