package io.asdr;

/** An entry is longer than a frame; the message gives both lengths in bytes. */
public class TooLargeException extends AsdrException {

    private static final long serialVersionUID = 1L;

    public TooLargeException(String message) {
        super(message);
    }
}
