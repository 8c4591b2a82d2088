package io.asdr.protocol.owner;

import static io.asdr.protocol.SampleViews.A;
import static io.asdr.protocol.SampleViews.B;
import static io.asdr.protocol.SampleViews.C;
import static io.asdr.protocol.SampleViews.D;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ChainInEffectTest {

    private final ChainInEffect chain = new ChainInEffect(A);

    @Test
    void keepsWhoWasInEffectWhenTheViewNamesOthers() {
        chain.onChain(List.of(A, B));

        chain.onChain(List.of(A, C));

        assertThat(chain.members()).containsExactly(B, C);
    }

    @Test
    void writesToCompleteMembersOutsideTheChain() {
        chain.onChain(List.of(A, B));

        chain.onComplete(List.of(A, D));

        assertThat(chain.members()).containsExactly(B, D);
    }

    @Test
    void releasesNobodyBeforeTheWholeChainIsComplete() {
        chain.onChain(List.of(A, B, C));
        chain.onComplete(List.of(B, D));
        assertThat(chain.toSynchronise()).containsExactly(C);
        assertThat(chain.toRelease()).isEmpty();

        chain.onComplete(List.of(C));

        assertThat(chain.toSynchronise()).isEmpty();
        assertThat(chain.toRelease()).containsExactly(D);
    }

    @Test
    @Tag("R52")
    void synchronisesAMemberThatTakesThePlaceOfAFailedOne() {
        chain.onChain(List.of(A, B));
        chain.onComplete(List.of(B));

        chain.onLeft(B, 100);
        chain.onChain(List.of(A, C));

        assertThat(chain.members()).containsExactly(C);
        assertThat(chain.toSynchronise()).containsExactly(C);
    }

    @Test
    void synchronisesAReleasedMemberThatComesBack() {
        chain.onChain(List.of(A, B));
        chain.onComplete(List.of(B));

        chain.onReleased(B);

        assertThat(chain.contains(B)).isFalse();
        assertThat(chain.toSynchronise()).containsExactly(B);
    }

    @Test
    void remembersWhoLeftUntilItsLeaseHasEnded() {
        chain.onChain(List.of(A, B));

        chain.onLeft(B, 100);
        chain.onLeft(D, 100);

        assertThat(chain.departed(99, true)).containsOnlyKeys(B);
        assertThat(chain.departed(100, false)).as("another view may take it in").containsOnlyKeys(B);
        assertThat(chain.departed(100, true)).isEmpty();
    }
}
