package io.asdr;

/** The table is STRICT and this member can't reach a majority of the cluster. The call had no effect; call again when the split is healed, or through a member of the majority. */
public class NotInMajorityException extends AsdrException {

    private static final long serialVersionUID = 1L;

    public NotInMajorityException(String message) {
        super(message);
    }
}
