package io.asdr.protocol.owner;

import io.asdr.protocol.effect.Place;
import io.asdr.protocol.message.CallMessage.Request;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.Operation;
import io.asdr.protocol.message.Outcome;
import io.asdr.spi.Version;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which calls an owner carries out while its table moves to another key format (0002 bf; P1, P3).
 *
 * <p>Where keys come from, nothing is written any more but what takes them away, and once before that what is there. Where they go, no call of a key is carried out, and none hears that there is no value, before
 * somebody has brought the answer of the owner there that it has nothing: to a question that was asked after this owner began. What this owner was told so it remembers as long as it is the owner.
 */
final class Adoption {

    private final Place place;
    private final Supplier<Version> numbers;
    private final TreeSet<Key> here = new TreeSet<>();
    private final TreeSet<Key> settled = new TreeSet<>();
    private @Nullable Version tenure;

    Adoption(Place place, Supplier<Version> numbers) {
        this.place = place;
        this.numbers = numbers;
    }

    /** What was asked for before may be old now. */
    void begin() {
        here.clear();
        settled.clear();
        tenure = null;
    }

    /** Whether nobody can say that the key has no value but who owns it where it comes from. */
    boolean isElsewhere(Key key) {
        return place.drains() || place.fills() && !here.contains(key);
    }

    /** Whether what is here must be written once more before it is taken: a replica may still have what an owner before was to write, and as a later owner it would write that after all. */
    boolean isUnsettled(Request request) {
        return request.operation() == Operation.TAKE && place.drains() && !settled.contains(request.key());
    }

    /** This owner has written the key: no replica has anything of an owner before any more. */
    void onWritten(Key key) {
        if (place.drains()) {
            settled.add(key);
        }
    }

    /** With what the call is answered without being carried out; null if it is to be carried out. */
    @Nullable
    Outcome refusal(Request request) {
        return switch (request.operation()) {
            case TAKE, PURGE -> place.drains() ? null : moving(Version.NONE);
            case ADOPT -> adopts(request);
            // They change no entry, and end what has come to its end all the same.
            case ABANDON, FAIL, RELEASE -> null;
            default -> isElsewhere(request.key()) ? moving(place.fills() ? tenure() : Version.NONE) : null;
        };
    }

    private @Nullable Outcome adopts(Request request) {
        if (!place.fills()) {
            return moving(Version.NONE);
        }
        if (here.contains(request.key())) {
            return Outcome.done(null, Version.NONE);
        }
        if (!request.expectedVersion().equals(tenure())) {
            return moving(tenure());
        }
        if (request.value() == null) {
            here.add(request.key());
            return Outcome.done(null, Version.NONE);
        }
        return null;
    }

    private Version tenure() {
        Version known = tenure;
        if (known == null) {
            known = numbers.get();
            tenure = known;
        }
        return known;
    }

    private static Outcome moving(Version tenure) {
        return new Outcome(Outcome.Status.MOVING, null, tenure);
    }
}
