package io.asdr.examples.accesslog;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * After which line a service is killed.
 *
 * @param value a line from 1, {@value #NEVER}, or {@value #IN_THE_MIDDLE}
 */
record KillAt(int value) {

    private static final int NEVER = -1;
    private static final int IN_THE_MIDDLE = 0;

    boolean isNone() {
        return value == NEVER;
    }

    /** The line, from 1, in a log of {@code lineCount} lines. */
    int line(int lineCount) {
        return value == IN_THE_MIDDLE ? Math.max(1, lineCount / 2) : value;
    }

    /** Understands "none", "middle" and a number. */
    static final class Converter implements ITypeConverter<KillAt> {

        @Override
        public KillAt convert(String text) {
            if (text.equals("none")) {
                return new KillAt(NEVER);
            }
            if (text.equals("middle")) {
                return new KillAt(IN_THE_MIDDLE);
            }
            try {
                int line = Integer.parseInt(text);
                if (line >= 1) {
                    return new KillAt(line);
                }
            } catch (NumberFormatException e) {
                throw refusal(text);
            }
            throw refusal(text);
        }

        private static TypeConversionException refusal(String text) {
            return new TypeConversionException("'" + text + "' must be none, middle or a line from 1");
        }
    }
}
