package io.asdr.protocol.effect;

import io.asdr.protocol.message.Key;
import io.asdr.spi.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What parts of a split cluster wrote of a key, where only the application can say what is to be done: its merge policy chooses, or it alone can bring the key to another format first.
 *
 * @param keyMoves by how many moves of the table the key's format came
 * @param kept the larger side's value, or null
 * @param present its version: what is chosen is written only while that is the newest
 * @param others the values of the other parts; just the one that is to be written where the policy needs no function
 * @param liveNanos how long the value of another part has to live; 0: as the table says
 */
public record Conflict(
        int table,
        int keyMoves,
        Key key,
        byte @Nullable [] kept,
        Version present,
        List<byte[]> others,
        long liveNanos) {}
