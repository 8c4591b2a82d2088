package io.asdr.testkit;

import io.asdr.testkit.Mutant.Edit;
import java.util.List;

/** Mutants of reads, writes and contracts (PROTOCOL 3 to 5). */
final class ContractMutants {

    static final List<Mutant> ALL = List.of(
            new Mutant(
                    "DROPS_THE_INCOMPLETE_MARK",
                    List.of("Asdr: noIncomplete"),
                    List.of(new Edit("protocol/holder/Fetch.java", "kept = false;", "kept = true;")),
                    MutantProfile.serve(4, 0).network(Faults.SOME)),
            new Mutant(
                    "KEEPS_AN_ANSWER_THAT_AN_UPDATE_MET",
                    List.of("Asdr: updateKeeps"),
                    List.of(new Edit(
                            "protocol/Inbox.java",
                            "            holder.shut(update.key());\n            replica.onUpdate(update);",
                            "            replica.onUpdate(update);")),
                    MutantProfile.serve(4, 2).network(Faults.SOME)),
            new Mutant(
                    "GIVES_AN_ANSWER_TO_READERS_THAT_CAME_LATER",
                    List.of("Asdr: joinLate"),
                    List.of(new Edit(
                            "protocol/holder/HolderRole.java",
                            "open.later().add(ticket);",
                            "open.first().add(ticket);")),
                    MutantProfile.serve(4, 0).network(Faults.SOME)),
            new Mutant(
                    "CONTRACTS_DURING_A_WRITE",
                    List.of("Asdr: inflightContract"),
                    List.of(new Edit(
                            "protocol/owner/OwnerRole.java",
                            "                && !isWriting(key)\n                && (coherentCopies",
                            "                && (coherentCopies")),
                    MutantProfile.serve(4, 1).network(Faults.SOME)),
            new Mutant(
                    "TAKES_TIME_FOR_AN_ANSWER",
                    List.of("Asdr: leaseBreak"),
                    List.of(
                            new Edit(
                                    "protocol/owner/Writes.java",
                                    "                send(round);\n            }\n            commitIfUnread(round);\n        }\n    }\n\n    boolean isEmpty",
                                    "                List.copyOf(round.awaited()).forEach(round::onAnswered);\n            }\n            commitIfUnread(round);\n        }\n    }\n\n    boolean isEmpty")),
                    MutantProfile.serve(4, 1).network(new Faults(0.1, 0, 0.1, 1_000_000, 60_000_000))));

    private ContractMutants() {}
}
