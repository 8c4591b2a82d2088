package io.asdr.examples.accesslog;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Numbers the lines of a log in order and decides which of them raise their page: every {@value Page#LINES_PER_REVISION}th of a path. */
final class LinePlan {

    private final RequestParser parser = new RequestParser();
    private final Map<String, Integer> linesOfPath = new HashMap<>();
    private int line;

    Dealt next(String text) {
        Optional<Request> request = parser.parse(text);
        if (request.isEmpty()) {
            return new Dealt(line++, text, "", 0);
        }
        String path = request.get().path();
        int lines = linesOfPath.merge(path, 1, Integer::sum);
        boolean raises = lines % Page.LINES_PER_REVISION == 0;
        return new Dealt(line++, text, path, raises ? lines / Page.LINES_PER_REVISION : 0);
    }
}
