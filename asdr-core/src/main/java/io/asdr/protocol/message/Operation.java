package io.asdr.protocol.message;

/** What a call asks the owner to do with a key. */
public enum Operation {
    /** Stores the value; answers with the one before. */
    PUT,
    /** Stores the value; answers with nothing. */
    SET,
    /** Stores the value where there is none; a refusal brings the present one. */
    PUT_IF_ABSENT,
    /** Stores the value where there is one; answers with the one before. */
    REPLACE,
    /** Stores the value where the present one equals the expected one. */
    REPLACE_IF_EQUAL,
    /** Stores the value where the present one has the expected version. */
    REPLACE_IF_VERSION,
    /** Removes the entry; answers with the value before. */
    REMOVE,
    REMOVE_IF_EQUAL,
    REMOVE_IF_VERSION,
    /** Asks for the value, or for the right to build it where there is none, or none but the one of the expected version. */
    CLAIM,
    /** Stores what was built under a claim, where there is still no value, or none but the one of the expected version. */
    FULFIL,
    /** Ends a claim without a value, or a reservation unused. */
    ABANDON,
    /** Ends a claim whose loader failed: whoever waits for it gets the failure. */
    FAIL,
    /** Asks to be the next to write the key: answers with value and version once the calls before it are done. */
    RESERVE,
    /** Takes a reference: the entry is neither aged out nor evicted while the caller's member holds one; a refusal says that there is none. */
    RETAIN,
    /** Gives the reference back. */
    RELEASE,
    /** Where a table moves to another key format, asks where the key was: answers with the value, which stays as it is from then on, and with what is left of its life ({@link Taken}). A refusal says that there is none, and none will come. */
    TAKE,
    /** Brings to where the key moves what was taken, or that there was nothing, by the version that the owner gave for it; without one, asks for it. */
    ADOPT,
    /** Removes where the key was what has been adopted, by its version. */
    PURGE,
    /** Stores what was chosen between the values of several parts of a split cluster, where the present one has the expected version or was only brought from another key format. No call of the application: its period without updates does not count. */
    MERGE
}
