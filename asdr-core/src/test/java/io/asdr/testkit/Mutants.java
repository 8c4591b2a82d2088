package io.asdr.testkit;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All mutants. */
final class Mutants {

    /**
     * Mutants in which 500 lives have shown no broken promise yet. The coordinator lets a view act only if all its members told bases by which they approve it, and each member checks that for itself: where one
     * of the two is left out, the other may still hold. To be shown, they want both left out, or sharper lives.
     */
    static final Set<String> NOT_SHOWN_YET = Set.of(
            "RENEWS_FOR_WHO_IS_NOT_IN_ALL_BASES",
            "COUNTS_ONE_BASE_ONLY",
            "BEGINS_WITHOUT_A_BASE",
            "FORGETS_ITS_BASES_AT_A_GAP",
            "APPROVES_A_VIEW_BESIDE_A_BASE",
            "FORGETS_ITS_BASES_BEFORE_THE_VIEW_IS_SETTLED",
            "TAKES_WHO_IS_SILENT_FOR_NEW",
            "LEAVES_OUT_WHO_IS_SILENT",
            "TAKES_VIEWS_OF_AN_OLDER_GROUP",
            "NUMBERS_A_VIEW_TWICE",
            "IGNORES_THE_LINE_FOR_A_GAP");

    private Mutants() {}

    /** Those that a random run must find. */
    static Stream<Mutant> shown() {
        return all().filter(mutant -> !NOT_SHOWN_YET.contains(mutant.name()));
    }

    static Stream<Mutant> all() {
        return Stream.of(ContractMutants.ALL, HandoverMutants.ALL, MajorityMutants.ALL, ViewMutants.ALL)
                .flatMap(List::stream);
    }

    static Mutant named(String name) {
        return all().filter(mutant -> mutant.name().equals(name)).findFirst().orElseThrow();
    }
}
