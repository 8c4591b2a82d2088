package io.asdr;

/** The node was closed, or could not go on; calls can't be served. */
public class NodeClosedException extends AsdrException {

    private static final long serialVersionUID = 1L;

    public NodeClosedException(String message) {
        super(message);
    }
}
