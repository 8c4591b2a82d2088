package io.asdr;

import org.jspecify.annotations.Nullable;

/** The entry was written less than the table's {@code refractory} ago: the update was refused and changed nothing (R99, R100). Update again later, or work with the present value. */
public class RefractoryException extends AsdrException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Object current;

    public RefractoryException(String message, @Nullable Object current) {
        super(message);
        this.current = current;
    }

    /** The value that opened the period, as the table's codec decodes it; null after the exception was serialized. */
    public @Nullable Object current() {
        return current;
    }
}
