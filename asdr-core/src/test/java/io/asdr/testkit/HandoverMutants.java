package io.asdr.testkit;

import io.asdr.testkit.Mutant.Edit;
import java.util.List;

/** Mutants of what a new view brings: exchange, hand-over, healing (PROTOCOL 7). */
final class HandoverMutants {

    private static final Faults SLOW = new Faults(0, 0, 0.4, 1_000_000, 60_000_000);
    private static final Faults LOSSY = new Faults(0.3, 0, 0, 1_000_000, 1_000_000);

    static final List<Mutant> ALL = List.of(
            new Mutant(
                    "COMMITS_BEFORE_THE_LAST_INSTALLED",
                    List.of("Asdr: noBarrier"),
                    List.of(new Edit(
                            "protocol/Exchange.java",
                            "return installed.size() == view.members().size();",
                            "return installed.size() >= Math.max(1, view.members().size() - 1);")),
                    MutantProfile.serve(4, 1).crashes(3).joins(2)),
            new Mutant(
                    "COMES_BACK_WITH_WHAT_IT_HAD",
                    List.of("Asdr: gap"),
                    List.of(new Edit(
                            "spi/View.java",
                            "                || !contains(member)\n                || !hasOnLine(former.id())\n                || since(member, inStrict).isAfter(former.id());",
                            "                || !contains(member);")),
                    MutantProfile.strict(4, 1)
                            .disturbed(Disturbance.FALSE_SUSPICION, Disturbance.SPLIT, Disturbance.LINK_CUT)),
            new Mutant(
                    "PROMOTES_WITHOUT_WRITING_PENDING_AGAIN",
                    List.of("Asdr: pendDrop"),
                    List.of(new Edit("protocol/handover/Handover.java", "            writePendingAgain();\n", "")),
                    MutantProfile.serve(5, 2).crashes(3).network(Faults.SOME)),
            new Mutant(
                    "PULLS_WITHOUT_WHAT_IS_PENDING",
                    List.of("Asdr: pendSource"),
                    List.of(
                            new Edit(
                                    "protocol/handover/Handover.java",
                                    "        settle(newer(record, own(record.key())));\n",
                                    "        KeyRecord both = newer(record, own(record.key()));\n        settle(new KeyRecord(both.key(), both.value(), both.version(), null, both.leftNanos()));\n")),
                    MutantProfile.serve(3, 1)
                            .load(6, 1, 250, 10)
                            .crashes(3)
                            .joins(3)
                            .groups(5, 40, 20)
                            .network(Faults.SOME)),
            new Mutant(
                    "SYNCHRONISES_A_KEY_THAT_IS_BEING_WRITTEN",
                    List.of("Asdr: syncEarly"),
                    List.of(new Edit(
                            "protocol/owner/OwnerRole.java",
                            "return work != null && work.round() != null && work.round().isAwaiting(member);",
                            "return false;")),
                    // A new replica has a committed value as pending when the owner ends, and the update by which the
                    // next owner writes it again is lost: then healing comes before it.
                    MutantProfile.serve(5, 2)
                            .partitions(8)
                            .load(8, 12, 800, 8)
                            .lease(100, 12)
                            .network(LOSSY)
                            .step("12345", 100, 200)
                            .step("12345", Course.Blow.CRASHED, 5, 80, 300)
                            .step("12345", Course.Blow.CRASHED_AFTER_A_COMMIT, 4, 500, 600)),
            new Mutant(
                    "FORGETS_THE_CHAIN_IN_EFFECT",
                    List.of("Asdr: effChain"),
                    List.of(new Edit(
                            "protocol/owner/ChainInEffect.java", "                members.add(member);\n", "")),
                    MutantProfile.serve(3, 1).crashes(1).joins(2).network(Faults.SOME)),
            new Mutant(
                    "RELEASES_WITHOUT_AN_ANSWER",
                    List.of("Asdr: releaseNoAck"),
                    List.of(
                            new Edit(
                                    "protocol/owner/Healing.java",
                                    "                place.send(member, new Release());\n",
                                    "                place.send(member, new Release());\n                chain.onReleased(member);\n")),
                    MutantProfile.serve(3, 1)
                            .load(6, 1, 250, 10)
                            .groups(5, 40, 20)
                            .joins(2)
                            .network(SLOW)),
            new Mutant(
                    "GIVES_UP_WHAT_IT_HAS_BEFORE_IT_IS_RELEASED",
                    List.of("Asdr: purge"),
                    List.of(new Edit(
                            "protocol/Partition.java",
                            "complete = complete || fresh && (async ? isOwner() : inChain);",
                            "complete = complete && (inChain || !change.ownerChanged()) || fresh && inChain;")),
                    MutantProfile.serve(3, 0).joins(2)));

    private HandoverMutants() {}
}
