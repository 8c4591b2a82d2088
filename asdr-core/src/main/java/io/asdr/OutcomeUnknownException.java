package io.asdr;

/** A call that may have taken effect had no answer, and the cluster can't tell any more; read the entry to see. */
public class OutcomeUnknownException extends AsdrException {

    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message) {
        super(message);
    }
}
