package io.asdr.spi;

/**
 * What a member tells the others about itself when it joins; it does not change while the member lives.
 *
 * @param id this incarnation
 * @param name a name for people, at most {@value #MAX_NAME_CHARS} characters; need not be unique
 * @param endpoint where its transport listens
 */
public record Peer(MemberId id, String name, Endpoint endpoint) {

    /** The longest name, in characters. */
    public static final int MAX_NAME_CHARS = 64;

    public Peer {
        if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
            throw new IllegalArgumentException("name='" + name + "' must have 1 to " + MAX_NAME_CHARS + " characters");
        }
    }
}
