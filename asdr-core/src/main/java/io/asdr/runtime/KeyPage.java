package io.asdr.runtime;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A portion of a table's keys and the way to the next one.
 *
 * @param keys may be none, even where more follow
 * @param next asks for the next page; null after the last
 */
record KeyPage<K>(List<K> keys, @Nullable Supplier<KeyPage<K>> next) {

    KeyPage {
        keys = List.copyOf(keys);
    }
}
