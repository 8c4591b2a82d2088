package io.asdr;

import org.jspecify.annotations.Nullable;

/** What goes wrong in a call; the message says what to do next. */
public class AsdrException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AsdrException(String message) {
        super(message);
    }

    public AsdrException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
