package io.asdr.examples.accesslog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a log comes to when one thread counts it in one map: the truth that the cluster is compared with. */
final class SessionCount {

    /** How many unreadable lines are shown. */
    private static final int SHOWN = 3;

    private final int stride;
    private final RequestParser parser = new RequestParser();
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<String, Integer> linesOfPath = new HashMap<>();
    private final List<String> unreadable = new ArrayList<>();
    private int lineCount;
    private int unreadableCount;

    private SessionCount(int stride) {
        this.stride = stride;
    }

    static SessionCount of(LogSource source, int stride) throws IOException {
        SessionCount count = new SessionCount(stride);
        try (Stream<String> lines = source.lines()) {
            lines.forEachOrdered(count::add);
        }
        return count;
    }

    Map<String, Session> sessions() {
        return sessions;
    }

    /** Path to the revision that its page has in the end. */
    Map<String, Integer> revisions() {
        Map<String, Integer> revisions = new LinkedHashMap<>();
        linesOfPath.forEach((path, lines) -> revisions.put(path, lines / Page.LINES_PER_REVISION));
        return revisions;
    }

    int lineCount() {
        return lineCount;
    }

    int unreadableCount() {
        return unreadableCount;
    }

    /** The first unreadable lines, each with its number (from 1) in front. */
    List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    private void add(String text) {
        int line = lineCount++;
        parser.parse(text).ifPresentOrElse(request -> add(line, request), () -> addUnreadable(line, text));
    }

    private void add(int line, Request request) {
        sessions.compute(request.client(), (client, session) -> Session.counting(session, stride, line, request));
        linesOfPath.merge(request.path(), 1, Integer::sum);
    }

    private void addUnreadable(int line, String text) {
        unreadableCount++;
        if (unreadable.size() < SHOWN) {
            unreadable.add((line + 1) + ": " + text);
        }
    }
}
