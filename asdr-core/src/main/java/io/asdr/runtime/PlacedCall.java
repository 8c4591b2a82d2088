package io.asdr.runtime;

import io.asdr.protocol.calls.CallerRole;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call, and where its key is.
 *
 * @param again how it is begun anew; null if its caller sees to that
 */
record PlacedCall(
        CallerRole.Call call, PlacedKey key, @Nullable Again again) {

    /** Makes a call once more that had no effect, because its key is elsewhere now. */
    interface Again {

        /** The call as it is to be made next, once it can be. */
        CompletableFuture<PlacedCall> after(CallResult ended);
    }
}
