package io.asdr;

/** The cluster's keys have a format that this node can't read; the message names both formats. A node with another format or a {@link KeyConverter} can join. */
public class IncompatibleKeyFormatException extends AsdrException {

    private static final long serialVersionUID = 1L;

    public IncompatibleKeyFormatException(String message) {
        super(message);
    }
}
