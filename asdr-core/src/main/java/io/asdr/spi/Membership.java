package io.asdr.spi;

/**
 * Says who can be reached. It decides nothing about views, owners or data: the core's coordinator makes views of its groups.
 *
 * <p>Thread-safe. A membership is started once; after {@link #close()} it can't be used again.
 */
public interface Membership extends AutoCloseable {

    /**
     * Joins the group of {@code cluster}, or begins one where there is none. Returns once the first group was handed to {@code listener}.
     *
     * @param cluster only members of the same cluster name meet
     * @param self what the others shall know about this member, in the very group in which they first see it
     * @throws RuntimeException if the group can't be joined; nothing is left running then
     */
    void start(String cluster, Peer self, Listener listener);

    /**
     * Says that this member has reason to believe that {@code member} is gone. A membership verifies what it is told as {@code evidence} asks for,
     * and makes a new group without the member or does nothing. Never blocks; a member that is unknown or already gone is ignored.
     */
    void report(MemberId member, Evidence evidence);

    /** Leaves the group: the others get a group without this member at once, and its listener hears nothing more. Idempotent. */
    void leave();

    /** Leaves if it is still in, and frees everything: no thread and no socket is left. Idempotent. */
    @Override
    void close();

    /** Why a member is believed to be gone. */
    enum Evidence {
        /** Its listener refused a connection: the process is gone. Needs no further verification. */
        REFUSED,
        /** It has not answered for as long as detection takes. To be verified. */
        SILENT,
        /** It and the reporter can't hear each other, though both may live and others reach both: it is left out without verification, or the two would wait for each other for ever. */
        UNREACHABLE
    }

    /** Hears of groups: on a thread of the membership's own, one call at a time, in the order in which this member got them. */
    interface Listener {

        /** A new group, which contains this member. */
        void onGroup(Group group);

        /** The membership can't go on; {@code cause} says why. */
        void onFailure(Throwable cause);
    }
}
