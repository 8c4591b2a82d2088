package io.asdr.examples.benchmarks;

import java.util.List;
import java.util.Locale;

/** Figures as a table for people, which is Markdown too. */
final class FigureTable {

    private FigureTable() {}

    static String of(List<Figure> figures) {
        StringBuilder text = new StringBuilder();
        line(text, "what", "unit", "measured", "limit", "ratio", "target", "met");
        line(text, "---", "---", "--:", "--:", "--:", "--:", "---");
        for (Figure figure : figures) {
            line(
                    text,
                    figure.name(),
                    figure.unit(),
                    number(figure.measured()),
                    number(figure.limit()),
                    String.format(Locale.ROOT, "%.2f", figure.ratio()),
                    figure.hasTarget() ? (figure.atMost() ? "<= " : ">= ") + figure.target() : "",
                    figure.hasTarget() ? (figure.isMet() ? "yes" : "NO") : "");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String... cells) {
        text.append(
                String.format(Locale.ROOT, "| %-46s | %-6s | %11s | %11s | %6s | %8s | %-3s |%n", (Object[]) cells));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 1_000 ? "%.1f" : "%,.0f", value);
    }
}
