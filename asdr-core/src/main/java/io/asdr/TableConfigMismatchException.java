package io.asdr;

/** The members use other settings; the message names the field and both values. */
public class TableConfigMismatchException extends AsdrException {

    private static final long serialVersionUID = 1L;

    public TableConfigMismatchException(String message) {
        super(message);
    }
}
