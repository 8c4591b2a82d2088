package io.asdr;

import org.jspecify.annotations.Nullable;

/** A key or a value can't be encoded or decoded; the message names class and field, and the table where it is known. The entry stays as it was. */
public class CodecException extends AsdrException {

    private static final long serialVersionUID = 1L;

    public CodecException(String message) {
        super(message);
    }

    public CodecException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
