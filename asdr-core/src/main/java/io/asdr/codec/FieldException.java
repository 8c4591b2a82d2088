package io.asdr.codec;

import io.asdr.CodecException;
import org.jspecify.annotations.Nullable;

/** A failure somewhere inside a value. On its way out it gathers the path from the outermost class to the field: {@code com.shop.Cart.lines[3].price}. */
final class FieldException extends CodecException {

    private static final long serialVersionUID = 1L;

    private String type = "";
    private String path = "";

    private FieldException(@Nullable String reason, Throwable cause) {
        super(reason == null ? cause.toString() : reason, cause);
    }

    /** The failure with one step more in front of its path: {@code [3]}. */
    static FieldException at(String step, Throwable failure) {
        FieldException field = failure instanceof FieldException known
                ? known
                : new FieldException(failure instanceof CodecException ? failure.getMessage() : null, failure);
        field.path = step + field.path;
        return field;
    }

    /** The failure with a component of a record in front of its path. */
    static FieldException at(Class<?> type, String component, Throwable failure) {
        FieldException field = at("." + component, failure);
        field.type = type.getName();
        return field;
    }

    @Override
    public String getMessage() {
        return type + path + ": " + super.getMessage();
    }
}
