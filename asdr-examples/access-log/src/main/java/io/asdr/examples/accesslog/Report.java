package io.asdr.examples.accesslog;

import io.asdr.TableStats;
import java.util.List;
import java.util.Locale;

/** Renders what a run came to as a page for people. */
final class Report {

    private static final int SHOWN_DIFFERENCES = 10;
    private static final int SHOWN_CHARS = 160;
    private static final int RULE_CHARS = 78;

    private final StringBuilder page = new StringBuilder();

    private Report() {}

    static String render(RunResult result) {
        Report report = new Report();
        report.head(result);
        report.reads(result.tables());
        report.loads(result.loads());
        report.settings(result.tables(), result.visits());
        if (result.kill() != null) {
            report.kill(result.kill());
            report.join(result.kill().join());
        }
        report.verdict(result);
        return report.page.toString();
    }

    private void head(RunResult result) {
        line("");
        line("ACCESS LOG  %s", result.source());
        line("=".repeat(RULE_CHARS));
        row("lines", "%,d in %s", result.lines(), seconds(result.nanos()));
        row("", "%,.0f lines a second, %d services", result.lines() / (result.nanos() / 1e9), result.nodes());
        row("unreadable", "%,d", result.unreadableCount());
        result.unreadable().forEach(text -> row("", "line %s", cut(text)));
        row("calls made again", "%,d", result.repeats());
    }

    private void reads(RunResult.Tables tables) {
        section("WHERE READS WERE SERVED");
        line("  %-28s%14s%9s%14s%9s", "", "pages", "", "sessions", "");
        TableStats pages = tables.pages();
        TableStats sessions = tables.sessions();
        served("this heap, as owner", pages.ownerHits(), pages, sessions.ownerHits(), sessions);
        served("this heap, as replica", pages.replicaHits(), pages, sessions.replicaHits(), sessions);
        served("this heap, as copy", pages.copyHits(), pages, sessions.copyHits(), sessions);
        served("over the network", pages.remoteReads(), pages, sessions.remoteReads(), sessions);
    }

    private void served(String where, long pageReads, TableStats pages, long sessionReads, TableStats sessions) {
        line(
                "  %-28s%,14d%9s%,14d%9s",
                where, pageReads, share(pageReads, pages), sessionReads, share(sessionReads, sessions));
    }

    private static String share(long part, TableStats all) {
        long reads = all.localHits() + all.remoteReads();
        return reads == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / reads);
    }

    private void loads(RunResult.Loads loads) {
        section("LOADS OF PAGES");
        row("in the whole cluster", "%,d", loads.loads());
        row("distinct paths", "%,d", loads.distinctPaths());
        row("begun by the dead", "%,d", loads.begunByDead());
        if (!loads.isExplained()) {
            row("NOT EXPLAINED", "%,d", loads.loads() - loads.distinctPaths() - loads.begunByDead());
        }
    }

    private void settings(RunResult.Tables tables, RunResult.Visits visits) {
        long idleSeconds = Nodes.MAX_IDLE.toSeconds();
        section("WHAT THE TABLES' SETTINGS DID");
        row(
                "pages, maxCopies " + Nodes.MAX_PAGE_COPIES,
                "%,d copies dropped: those used least, so that no service keeps more",
                tables.pages().droppedCopies());
        row(
                "visits, maxIdle " + idleSeconds + " s",
                "%,d aged out: nobody in the cluster had read them for so long",
                tables.visits().agedOut());
        row(
                "",
                "%,d messages said that copies were in use, and kept their visits",
                tables.visits().renewals());
        row("visits, usable", "%,d clients of the dead service got another one", visits.movedClients());
        row(
                "visits begun",
                "%,d, of which %,d too early",
                visits.begun(),
                visits.tooEarly().size());
        visits.tooEarly().stream().limit(SHOWN_DIFFERENCES).forEach(text -> row("", "%s", cut(text)));
    }

    private void kill(RunResult.Kill kill) {
        section("THE KILL");
        row("who", "%s, SIGKILL after line %,d", kill.service(), kill.beforeLine());
        row("dealt again", "%,d lines that were in flight", kill.inFlight());
        row("new view after", "%s", span(kill.viewNanos(), "survivors"));
        row("copies poisoned", "%,d", kill.poisonedCopies());
        row("copies now replicas", "%,d", kill.promotedCopies());
        row("first answer after", "%s", span(kill.answerNanos(), "of its pages"));
        row("partitions lost", "%,d", kill.partitionsLost());
    }

    private void join(RunResult.Join join) {
        section("THE JOIN");
        row("who", "%s", join.service());
        row("ready after", "%s (%s from its main)", millis(join.startNanos()), millis(join.mainNanos()));
        row("entries moved", "%,d", join.entriesMoved());
    }

    private void verdict(RunResult result) {
        RunResult.Comparison comparison = result.comparison();
        RunResult.Staleness staleness = result.staleness();
        section("VERDICT");
        row(
                "compared",
                "%,d sessions and %,d pages, from each of %d services",
                comparison.sessions(),
                comparison.pages(),
                comparison.services());
        row("different", "%,d", comparison.differences().size());
        comparison.differences().stream().limit(SHOWN_DIFFERENCES).forEach(text -> row("", "%s", cut(text)));
        row("lost", "%,d", comparison.lostLines());
        row("stale", "%,d of %,d reads", staleness.stale().size(), staleness.reads());
        staleness.stale().stream().limit(SHOWN_DIFFERENCES).forEach(read -> row("", "%s", cut(read.toString())));
        row("the judge's self-test", "found %d of 1 planted", staleness.selfTest());
        line("-".repeat(RULE_CHARS));
        line(
                "%s",
                result.isPassed()
                        ? "PASSED: every service answers what one thread counts; lost: 0, stale: 0"
                        : "FAILED: see above");
    }

    private void section(String title) {
        line("");
        line("%s", title);
    }

    private void row(String name, String format, Object... values) {
        line("  %-24s%s", name, String.format(Locale.ROOT, format, values));
    }

    private void line(String format, Object... values) {
        page.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }

    /** The first and the last of several times. */
    private static String span(List<Long> nanos, String of) {
        return switch (nanos.size()) {
            case 0 -> "not seen";
            case 1 -> millis(nanos.get(0));
            default ->
                millis(nanos.stream().mapToLong(Long::longValue).min().getAsLong())
                        + " (the last of " + nanos.size() + " " + of + ": "
                        + millis(nanos.stream().mapToLong(Long::longValue).max().getAsLong()) + ")";
        };
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%,.0f ms", nanos / 1e6);
    }

    private static String cut(String text) {
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + " …";
    }
}
