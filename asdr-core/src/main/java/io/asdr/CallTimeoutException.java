package io.asdr;

/** A call had no effect and no answer within the call timeout; it may be made again. */
public class CallTimeoutException extends AsdrException {

    private static final long serialVersionUID = 1L;

    public CallTimeoutException(String message) {
        super(message);
    }
}
