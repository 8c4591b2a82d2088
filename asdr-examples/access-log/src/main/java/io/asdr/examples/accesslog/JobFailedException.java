package io.asdr.examples.accesslog;

import org.jspecify.annotations.Nullable;

/** The job can't be brought to its end; the message is for the person who started it. */
final class JobFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    JobFailedException(String message) {
        super(message);
    }

    JobFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
