package io.asdr.runtime;

import io.asdr.AsdrTable;

/** Placeholder. */
final class MapView<K, V> extends java.util.concurrent.ConcurrentHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    MapView(AsdrTable<K, V> table) {
        super(table.hashCode());
    }
}
