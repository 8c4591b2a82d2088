package io.asdr.testkit;

import io.asdr.testkit.Mutant.Edit;
import java.util.List;

/** Mutants of what makes STRICT tables strict: bases, approval, settled views, quorum leases (PROTOCOL 6). */
final class MajorityMutants {

    /** Else who was put out reads nothing in the view into which it comes back, whatever leases it has (0002 bg). */
    private static final Edit READS_IN_VIEWS_THAT_ARE_NOT_APPROVED = new Edit(
            "protocol/Member.java", "part -> approvedInLanes && bases.isQuorum(part)", "part -> bases.isQuorum(part)");

    private static final Faults LOSSY = new Faults(0.3, 0, 0, 1_000_000, 1_000_000);

    static final List<Mutant> ALL = List.of(
            new Mutant(
                    "COUNTS_A_LEASE_FROM_ITS_ANSWER",
                    List.of("Asdr: granterFirst", "QuorumLeases: granterFirst"),
                    List.of(new Edit(
                            "protocol/lease/Leases.java",
                            "Long sentNanos = sent.get(renewed.sequence());",
                            "Long sentNanos = sent.get(renewed.sequence()) == null ? null : (Long) now;")),
                    MutantProfile.strict(3, 1)
                            .network(new Faults(0, 0, 0.5, 1_000_000, 150_000_000))
                            .disturbed(Disturbance.SPLIT, Disturbance.DEAF, Disturbance.MUTE)),
            new Mutant(
                    "FORGETS_A_CHAIN_MEMBER_THAT_LEFT",
                    List.of("Asdr: leftChain"),
                    List.of(new Edit(
                            "protocol/owner/ChainInEffect.java",
                            "            departed.put(member, leaseEndNanos);\n",
                            "")),
                    MutantProfile.strict(4, 2)
                            .lease(1000, 2)
                            .disturbed(Disturbance.SPLIT, Disturbance.LINK_CUT, Disturbance.DEAF)),
            new Mutant(
                    "APPROVES_A_MINORITY",
                    List.of("Asdr: minority", "Quorum: own"),
                    List.of(new Edit(
                            "protocol/view/Bases.java",
                            "next.hasOnLine(base.id()) && base.isMajority(next::contains)",
                            "next.hasOnLine(base.id())")),
                    MutantProfile.strict(3, 1).disturbed(Disturbance.SPLIT, Disturbance.SPLIT)),
            new Mutant(
                    "SETTLES_WHILE_OLD_LEASES_RUN",
                    List.of("Asdr: noLeaseWait", "Quorum: noWait", "QuorumLeases: noWait"),
                    List.of(new Edit(
                            "protocol/lease/Leases.java",
                            "return !view.contains(lease.getKey()) && lease.getValue() - now > 0;",
                            "return false;")),
                    MutantProfile.strict(3, 1).lease(1000, 3).disturbed(Disturbance.SPLIT, Disturbance.SPLIT)),
            new Mutant(
                    "READS_WITHOUT_A_QUORUM_LEASE",
                    List.of("Asdr: noQuorumRead"),
                    List.of(new Edit(
                            "local/Horizons.java",
                            "moveTo(untilNanos - quorumNanos < 0 ? untilNanos : quorumNanos)",
                            "moveTo(untilNanos)")),
                    MutantProfile.strict(5, 1).disturbed(Disturbance.SPLIT, Disturbance.SPLIT)),
            new Mutant(
                    "RENEWS_FOR_WHO_IS_NOT_IN_ALL_BASES",
                    List.of("QuorumLeases: left"),
                    List.of(
                            new Edit(
                                    "protocol/Member.java",
                                    "leases.onHeartbeat(from, heartbeat, bases.haveAll(from), nowNanos);",
                                    "leases.onHeartbeat(from, heartbeat, true, nowNanos);"),
                            READS_IN_VIEWS_THAT_ARE_NOT_APPROVED),
                    goesBackToWhoWasPutOut()),
            new Mutant(
                    "COUNTS_ONE_BASE_ONLY",
                    List.of("QuorumLeases: oneBase"),
                    List.of(
                            new Edit(
                                    "protocol/view/Bases.java",
                                    "!bases.isEmpty() && bases.stream().allMatch(base -> base.isMajority(part))",
                                    "!bases.isEmpty() && bases.get(0).isMajority(part)"),
                            READS_IN_VIEWS_THAT_ARE_NOT_APPROVED),
                    goesBackToWhoWasPutOut()),
            new Mutant(
                    "BEGINS_WITHOUT_A_BASE",
                    List.of("QuorumLeases: noBase"),
                    // The model has no initial members, and what the coordinator inherits is what it judges by.
                    List.of(
                            new Edit(
                                    "protocol/view/Bases.java",
                                    "bases = List.copyOf(inherited);",
                                    "bases = List.of();"),
                            new Edit(
                                    "protocol/view/Bases.java",
                                    "? 2 * Base.of(next).members().size() > initialMembers",
                                    "? initialMembers > 0"),
                            new Edit(
                                    "protocol/view/ViewMaker.java",
                                    "bases.isEmpty() ? inherited :",
                                    "bases.isEmpty() ? bases :")),
                    MutantProfile.strict(4, 1)
                            .crashes(1)
                            .joins(3)
                            .disturbed(
                                    Disturbance.SPLIT,
                                    Disturbance.SPLIT,
                                    Disturbance.SPLIT_IN_THREE,
                                    Disturbance.SPLIT)),
            new Mutant(
                    "FORGETS_ITS_BASES_AT_A_GAP",
                    List.of("QuorumLeases: gapDrop"),
                    // Else the coordinator, which is told the bases before they are forgotten, lets no such view act.
                    List.of(
                            new Edit(
                                    "protocol/Member.java",
                                    "if (before != null && bases.isBeside(next) && isOfAnotherCluster(before, next)) {",
                                    "if (before != null && gap) {"),
                            new Edit(
                                    "protocol/view/ViewMaker.java",
                                    ".filter(base -> !dead.contains(base.id()))",
                                    ".filter(base -> !dead.contains(base.id()) && (answer.getValue().installed() == null || view.hasOnLine(answer.getValue().installed().id())))")),
                    MutantProfile.strict(5, 1)
                            .network(LOSSY)
                            .step("123 45", 50, 250)
                            .step("12 345", 450, 700)
                            .step("125 34", 600, 1000)),
            new Mutant(
                    "APPROVES_A_VIEW_BESIDE_A_BASE",
                    List.of("QuorumLeases: noLine"),
                    // Else the coordinator goes on from the line on which the bases lie, and no view lies beside one.
                    List.of(
                            new Edit(
                                    "protocol/view/Bases.java",
                                    "next.hasOnLine(base.id()) && base.isMajority(next::contains)",
                                    "base.isMajority(next::contains)"),
                            new Edit(
                                    "protocol/view/ViewMaker.java",
                                    ".filter(answer -> hasBasesOn(view, answer, neverSettled))",
                                    ".filter(answer -> false)"),
                            new Edit(
                                    "protocol/view/ViewMaker.java",
                                    "comparing(view -> !canNeverAct(view, told))",
                                    "comparing(view -> true)"),
                            new Edit(
                                    "protocol/view/ViewMaker.java",
                                    "                        .thenComparing(view -> newestSettled(view, told))\n",
                                    ""),
                            // And who is left beside the line does not stay in the view.
                            new Edit(
                                    "protocol/Member.java",
                                    "boolean leftBehind = bases.isLeftBehind(next, inherited);",
                                    "boolean leftBehind = false;")),
                    MutantProfile.strict(4, 1).step("12 34", 300, 600).step("134 2", 600, 1000)),
            new Mutant(
                    "SETTLES_BEFORE_ALL_HAVE_APPROVED",
                    List.of("Quorum: early"),
                    List.of(new Edit(
                            "protocol/view/Settlement.java",
                            "!settled && view.members().stream().allMatch(",
                            "!settled && view.members().stream().anyMatch(")),
                    MutantProfile.strict(3, 1)
                            .disturbed(Disturbance.SPLIT, Disturbance.FLAP, Disturbance.FALSE_SUSPICION)),
            new Mutant(
                    "FORGETS_ITS_BASES_BEFORE_THE_VIEW_IS_SETTLED",
                    List.of("Quorum: forgetEarly"),
                    List.of(
                            new Edit(
                                    "protocol/Member.java",
                                    "        if (settlement.settles(present)) {\n",
                                    "        if (present.members().stream().allMatch(member -> settlement.hasApproved(member.id(), false))) {\n            bases.onSettled(present);\n        }\n        if (settlement.settles(present)) {\n")),
                    MutantProfile.strict(3, 1)
                            .load(9, 4, 200, 1)
                            .lease(200, 6)
                            .groups(20, 300, 40)
                            .step("123", 200, 400)
                            .step("1 2", 230, 290)
                            .step("1 2", Course.Blow.SUSPECTED, 1, 40, 250)
                            .step("1 2", Course.Blow.CRASHED, 3, 400, 500)),
            new Mutant(
                    "APPROVES_WITHOUT_A_RECORD",
                    List.of("Quorum: noRecord"),
                    List.of(
                            new Edit(
                                    "protocol/view/Bases.java",
                                    "            more.add(Base.of(next));\n",
                                    "            if (more.isEmpty()) {\n                more.add(Base.of(next));\n            }\n")),
                    MutantProfile.strict(4, 1)
                            .disturbed(Disturbance.SPLIT, Disturbance.FLAP, Disturbance.FALSE_SUSPICION)));

    private MajorityMutants() {}

    /** The youngest helps to put the oldest out, holds no lease of it any more, and comes back to it before it knows that the view is settled. */
    private static MutantProfile goesBackToWhoWasPutOut() {
        return MutantProfile.strict(3, 1)
                .load(9, 4, 200, 1)
                .lease(200, 10)
                .groups(20, 300, 40)
                .step("123", 200, 400)
                .step("1 3", 230, 290)
                .step("1 3", Course.Blow.SUSPECTED, 1, 100, 260)
                .step("13 2", 1000, 1200);
    }
}
