package io.asdr.wire;

import org.jspecify.annotations.Nullable;

/** Bytes that are not a frame of this protocol; the message names field, value and rule. */
public final class FrameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FrameException(String message) {
        super(message);
    }

    FrameException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
