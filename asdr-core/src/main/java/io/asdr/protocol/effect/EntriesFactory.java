package io.asdr.protocol.effect;

import io.asdr.protocol.entry.Entries;
import io.asdr.spi.View;

/** Makes the store of a partition; the hot path stands behind it. */
public interface EntriesFactory {

    Entries create(View.TableSettings table, int partition);
}
