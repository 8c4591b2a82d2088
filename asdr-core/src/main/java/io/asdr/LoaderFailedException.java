package io.asdr;

/** The loader or function that another caller ran for this key failed; the entry is as it was before. */
public class LoaderFailedException extends AsdrException {

    private static final long serialVersionUID = 1L;

    public LoaderFailedException(String message) {
        super(message);
    }
}
