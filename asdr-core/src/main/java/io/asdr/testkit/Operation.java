package io.asdr.testkit;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One client's call on one key, with the time between whose ends it took effect.
 *
 * <p>The text form is one line, {@code invoked returned client key KIND argument... [= result]}, with {@code ?} for the return of an open call and {@code ~} for null; all other text is
 * URL-encoded, so that a space always separates.
 *
 * @param client who called; for reports
 * @param arguments as many as the kind says, in the order of the table's method
 * @param invokedNanos when the call began
 * @param returnedNanos when it returned, by the same clock; {@link #OPEN} if it never did: it may have taken effect at any time since, or not at all
 * @param result what it returned: a value or null, {@code "true"} or {@code "false"} where the kind {@link Kind#answersYesOrNo() answers so}; null for kinds that return nothing, and for open calls
 */
public record Operation(
        int client,
        String key,
        Kind kind,
        List<String> arguments,
        long invokedNanos,
        long returnedNanos,
        @Nullable String result) {

    /** The return time of a call whose outcome is unknown. */
    public static final long OPEN = Long.MAX_VALUE;

    private static final String OPEN_TEXT = "?";
    private static final String NULL_TEXT = "~";
    private static final String EMPTY_TEXT = "%";
    private static final String RESULT_MARK = "=";

    /** What a call does to the value of its key. */
    public enum Kind {
        GET(0),
        /** Writes and returns the value before. */
        PUT(1),
        SET(1),
        PUT_IF_ABSENT(1),
        /** Writes only where there is a value, and returns the value before. */
        REPLACE(1),
        /** Expected value, then new value. */
        REPLACE_IF_EQUAL(2),
        REMOVE(0),
        REMOVE_IF_EQUAL(1),
        /** No client's call: the cluster lost the value, or fell back to one of the arguments. Open, it may have kept the value too. */
        LOST(0);

        private final int arity;

        Kind(int arity) {
            this.arity = arity;
        }

        /** Whether the result is {@code "true"} or {@code "false"}. */
        public boolean answersYesOrNo() {
            return this == REPLACE_IF_EQUAL || this == REMOVE_IF_EQUAL;
        }

        /** Whether a call of this kind brings something back. */
        public boolean answers() {
            return this != SET && this != LOST;
        }

        private boolean takes(int argumentCount) {
            return this == LOST || argumentCount == arity;
        }
    }

    public Operation {
        arguments = List.copyOf(arguments);
        if (!kind.takes(arguments.size())) {
            throw new IllegalArgumentException(kind + " takes " + kind.arity + " arguments, not " + arguments);
        }
        if (returnedNanos < invokedNanos) {
            throw new IllegalArgumentException(
                    "returnedNanos=" + returnedNanos + " must not be before invokedNanos=" + invokedNanos);
        }
        boolean answered = returnedNanos != OPEN && kind.answers();
        if (!answered && result != null) {
            throw new IllegalArgumentException(
                    "result=" + result + " must be null: an open call and a " + kind + " return nothing");
        }
        if (answered && kind.answersYesOrNo() && !"true".equals(result) && !"false".equals(result)) {
            throw new IllegalArgumentException("result=" + result + " of " + kind + " must be true or false");
        }
    }

    /** Whether its outcome is unknown. */
    public boolean isOpen() {
        return returnedNanos == OPEN;
    }

    /** Reads what {@link #toString} wrote. */
    public static Operation parse(String line) {
        List<String> words = Arrays.asList(line.split(" ", -1));
        try {
            boolean open = words.get(1).equals(OPEN_TEXT);
            Kind kind = Kind.valueOf(words.get(4));
            int mark = words.indexOf(RESULT_MARK);
            List<String> arguments = new ArrayList<>();
            for (String word : words.subList(5, mark < 0 ? words.size() : mark)) {
                arguments.add(decode(word));
            }
            return new Operation(
                    Integer.parseInt(words.get(2)),
                    decode(words.get(3)),
                    kind,
                    arguments,
                    Long.parseLong(words.get(0)),
                    open ? OPEN : Long.parseLong(words.get(1)),
                    mark < 0 || words.get(mark + 1).equals(NULL_TEXT) ? null : decode(words.get(mark + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not an operation: " + line, e);
        }
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder();
        line.append(invokedNanos).append(' ');
        line.append(isOpen() ? OPEN_TEXT : Long.toString(returnedNanos)).append(' ');
        line.append(client).append(' ');
        line.append(encode(key)).append(' ');
        line.append(kind);
        for (String argument : arguments) {
            line.append(' ').append(encode(argument));
        }
        if (!isOpen() && kind.answers()) {
            line.append(' ').append(RESULT_MARK).append(' ').append(result == null ? NULL_TEXT : encode(result));
        }
        return line.toString();
    }

    private static String encode(String text) {
        // URLEncoder leaves none of our marks as it is, but has no word for nothing.
        return text.isEmpty() ? EMPTY_TEXT : URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decode(String word) {
        return word.equals(EMPTY_TEXT) ? "" : URLDecoder.decode(word, StandardCharsets.UTF_8);
    }
}
