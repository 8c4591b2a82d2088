package io.asdr.testkit;

import io.asdr.CopyMode;
import io.asdr.MergePolicy;
import io.asdr.Ownership;
import io.asdr.WhenSplit;
import java.time.Duration;

/** A rule of the protocol, left out by changing one place of one source file, and the life in which that must show. */
enum Mutant {
    DROPS_THE_INCOMPLETE_MARK(
            "io/asdr/protocol/holder/Fetch.java", "kept = false;", "kept = true;", 4, 0, 0, 0, 0, true),
    COMMITS_BEFORE_THE_LAST_INSTALLED(
            "io/asdr/protocol/Exchange.java",
            "return installed.size() == view.members().size();",
            "return installed.size() >= Math.max(1, view.members().size() - 1);",
            4,
            1,
            3,
            2,
            0,
            false),
    CONTRACTS_DURING_A_WRITE(
            "io/asdr/protocol/owner/OwnerRole.java",
            "value != null && !isWriting(key) &&",
            "value != null &&",
            4,
            1,
            0,
            0,
            0,
            true),
    PROMOTES_WITHOUT_WRITING_PENDING_AGAIN(
            "io/asdr/protocol/handover/Handover.java", "            writePendingAgain();\n", "", 5, 2, 3, 0, 0, true),
    FORGETS_THE_CHAIN_IN_EFFECT(
            "io/asdr/protocol/owner/ChainInEffect.java",
            "                members.add(member);\n",
            "",
            3,
            1,
            1,
            2,
            0,
            true);

    private final String file;
    private final String rule;
    private final String replacement;
    private final int members;
    private final int replicas;
    private final int crashes;
    private final int joins;
    private final int leaves;
    private final boolean faulty;

    Mutant(
            String file,
            String rule,
            String replacement,
            int members,
            int replicas,
            int crashes,
            int joins,
            int leaves,
            boolean faulty) {
        this.file = file;
        this.rule = rule;
        this.replacement = replacement;
        this.members = members;
        this.replicas = replicas;
        this.crashes = crashes;
        this.joins = joins;
        this.leaves = leaves;
        this.faulty = faulty;
    }

    /** The source file, below the root of the sources. */
    String file() {
        return file;
    }

    /** Few keys and busy clients, so that what is rare elsewhere is common. */
    Profile profile() {
        return new Profile(
                members,
                Ownership.rendezvous(),
                2,
                Duration.ofSeconds(1),
                SimulatedGroups.Timing.QUICK,
                new Profile.Table(replicas, CopyMode.COHERENT, WhenSplit.SERVE, MergePolicy.largerSide()),
                new Profile.Load(6, 2, 200, 4_000_000),
                Profile.Mishaps.of(crashes, joins, leaves, 1.0, faulty ? Faults.SOME : Faults.NONE));
    }

    /** The source without the rule, which must stand in it once. */
    String mutate(String source) {
        int at = source.indexOf(rule);
        if (at < 0 || source.indexOf(rule, at + 1) >= 0) {
            throw new IllegalStateException("'" + rule + "' must stand in " + file + " exactly once");
        }
        return source.substring(0, at) + replacement + source.substring(at + rule.length());
    }
}
