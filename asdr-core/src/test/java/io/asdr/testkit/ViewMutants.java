package io.asdr.testkit;

import io.asdr.testkit.Mutant.Edit;
import java.util.List;

/** Mutants of how views are made, and of who has a gap (PROTOCOL 2). */
final class ViewMutants {

    private static final Faults SLOW = new Faults(0, 0, 0.4, 1_000_000, 60_000_000);
    private static final Faults LOSSY = new Faults(0.1, 0, 0, 1_000_000, 1_000_000);
    private static final Faults VERY_SLOW = new Faults(0, 0.3, 0.5, 1_000_000, 400_000_000);
    private static final Faults HALF_LOST = new Faults(0.4, 0, 0, 1_000_000, 1_000_000);
    private static final String WAITS_FOR_ALL =
            "if (present == null || !present.members().stream().allMatch(peer -> told.containsKey(peer.id()))) {\n            return;\n        }\n";

    static final List<Mutant> ALL = List.of(
            Mutant.ofNeedlessLoss(
                    "GOES_ON_FROM_ITS_OWN_VIEW",
                    List.of("Views: own"),
                    List.of(
                            new Edit(
                                    "protocol/view/ViewMaker.java",
                                    "View base = base(told.values(), neverSettled);",
                                    "View own = told(told, self).installed();\n        View base = own != null ? own : base(told.values(), neverSettled);")),
                    MutantProfile.serve(4, 1)
                            .load(6, 1, 200, 10)
                            .groups(2, 10, 10)
                            .crashes(2)
                            .joins(2)
                            .stepCrash(0.3)
                            .network(SLOW)),
            Mutant.ofNeedlessLoss(
                    "TAKES_WHO_IS_SILENT_FOR_NEW",
                    List.of("Views: some"),
                    List.of(
                            new Edit(
                                    "protocol/view/Coordination.java",
                                    WAITS_FOR_ALL,
                                    "if (present == null || 2 * told.size() < present.members().size()) {\n            return;\n        }\n        present.members().forEach(peer -> told.putIfAbsent(peer.id(), new ViewMessage.Told(\n                present.id(), round, null, ViewId.NONE, List.of(), brought, false, 0)));\n")),
                    MutantProfile.serve(4, 1)
                            .load(6, 1, 200, 10)
                            .groups(2, 10, 10)
                            .crashes(2)
                            .joins(2)
                            .stepCrash(0.3)
                            .network(SLOW)),
            Mutant.ofNeedlessLoss(
                    "LEAVES_OUT_WHO_IS_SILENT",
                    List.of("Views: leaveOut"),
                    List.of(
                            new Edit(
                                    "protocol/view/Coordination.java",
                                    "peer -> told.containsKey(peer.id()))) {",
                                    "peer -> told.containsKey(peer.id())\n                || nowNanos - askedSinceNanos >= resendNanos && installed != null && installed.contains(peer.id()))) {"),
                            new Edit(
                                    "protocol/view/Coordination.java",
                                    "        if (asking && present != null) {\n            for",
                                    "        if (asking && present != null) {\n            makeIfAllTold();\n            for"),
                            new Edit(
                                    "protocol/view/Coordination.java",
                                    "maker.make(present, told,",
                                    "maker.make(new Group(present.id(), present.members().stream().filter(peer -> told.containsKey(peer.id())).toList()), told,")),
                    MutantProfile.serve(4, 1)
                            .load(6, 1, 200, 10)
                            .groups(2, 10, 10)
                            .crashes(2)
                            .joins(2)
                            .stepCrash(0.3)
                            .network(LOSSY)),
            new Mutant(
                    "TAKES_VIEWS_OF_AN_OLDER_GROUP",
                    List.of("Views: who"),
                    List.of(new Edit(
                            "protocol/view/Coordination.java",
                            "!made.group().equals(present.id())\n",
                            "!from.equals(present.coordinator())\n")),
                    MutantProfile.strict(3, 1)
                            .load(2, 1, 100, 1)
                            .lease(200, 12)
                            .groups(20, 100, 10)
                            .network(VERY_SLOW)
                            .step("123", 200, 400)
                            .step("12 3", Course.Blow.SUSPECTED, 3, 50, 150)
                            .step("12 3", Course.Blow.SUSPECTED, 1, 200, 400)),
            new Mutant(
                    "NUMBERS_A_VIEW_TWICE",
                    List.of("Views: renumber"),
                    List.of(
                            new Edit("protocol/view/ViewMaker.java", "long epoch = madeEpoch;", "long epoch = 0;"),
                            new Edit(
                                    "protocol/view/Coordination.java",
                                    "        take(view, result.inherited(), result.dead());\n        opened",
                                    "        opened"),
                            new Edit(
                                    "protocol/view/Coordination.java",
                                    "        if (installed != null && !installed.id().isAfter(took.view()) && unaware.remove(from)) {\n",
                                    "        if (made != null && (installed == null || made.view().id().isAfter(installed.id()))) {\n            take(made.view(), made.inherited(), made.dead());\n        }\n        if (installed != null && !installed.id().isAfter(took.view()) && unaware.remove(from)) {\n")),
                    MutantProfile.strict(3, 1)
                            .load(2, 1, 100, 1)
                            .lease(200, 12)
                            .network(HALF_LOST)
                            .step("123", 200, 300)
                            .step("12 3", 80, 250)
                            .step("13 2", 200, 400)),
            new Mutant(
                    "IGNORES_SINCE_FOR_A_GAP",
                    List.of("Views: line"),
                    List.of(new Edit(
                            "spi/View.java",
                            "                || !hasOnLine(former.id())\n                || since(member, inStrict).isAfter(former.id());",
                            "                || !hasOnLine(former.id());")),
                    MutantProfile.strict(4, 1)
                            .disturbed(Disturbance.FALSE_SUSPICION, Disturbance.SPLIT, Disturbance.LINK_CUT)),
            new Mutant(
                    "IGNORES_THE_LINE_FOR_A_GAP",
                    List.of("Views: since"),
                    // Else who comes from beside the line is new in the view, so its since says the same.
                    List.of(
                            new Edit(
                                    "spi/View.java",
                                    "                || !hasOnLine(former.id())\n                || since(member, inStrict).isAfter(former.id());",
                                    "                || since(member, inStrict).isAfter(former.id());"),
                            new Edit(
                                    "protocol/view/ViewMaker.java",
                                    "boolean came = installed != null && !base.hasOnLine(installed.id());",
                                    "boolean came = false;")),
                    MutantProfile.strict(3, 1)
                            .load(2, 1, 100, 1)
                            .lease(200, 12)
                            .groups(20, 100, 10)
                            .network(HALF_LOST)
                            .step("123", 200, 400)
                            .step("12 3", Course.Blow.SUSPECTED, 3, 50, 150)
                            .step("12 3", Course.Blow.SUSPECTED, 1, 200, 400)));

    private ViewMutants() {}
}
