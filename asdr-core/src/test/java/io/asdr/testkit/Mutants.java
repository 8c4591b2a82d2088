package io.asdr.testkit;

import java.util.List;
import java.util.stream.Stream;

/** All mutants. */
final class Mutants {

    private Mutants() {}

    static Stream<Mutant> all() {
        return Stream.of(ContractMutants.ALL, HandoverMutants.ALL, MajorityMutants.ALL, ViewMutants.ALL)
                .flatMap(List::stream);
    }

    static Mutant named(String name) {
        return all().filter(mutant -> mutant.name().equals(name)).findFirst().orElseThrow();
    }
}
