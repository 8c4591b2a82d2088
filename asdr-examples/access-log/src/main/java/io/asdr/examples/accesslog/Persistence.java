package io.asdr.examples.accesslog;

import io.asdr.CallTimeoutException;
import io.asdr.OutcomeUnknownException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a call again where the cluster could not say what became of it; good for calls that may take effect twice, as all of this job may. */
final class Persistence {

    private static final int MAX_REPEATS = 10;

    private int repeats;

    /** What {@code call} returns in the end. */
    <T extends @Nullable Object> T call(Supplier<T> call) {
        while (true) {
            try {
                return call.get();
            } catch (CallTimeoutException | OutcomeUnknownException e) {
                if (++repeats > MAX_REPEATS) {
                    throw e;
                }
            }
        }
    }

    /** How often a call was made again. */
    int repeats() {
        return repeats;
    }
}
