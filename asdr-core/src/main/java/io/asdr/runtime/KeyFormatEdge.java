package io.asdr.runtime;

import io.asdr.KeyConverter;
import io.asdr.spi.KeyFormat;
import io.asdr.spi.KeyFormats;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which key formats a node reads: its own, and by its converters others. */
public final class KeyFormatEdge {

    private final KeyFormat own;
    private final Map<Integer, KeyConverter> converters = new TreeMap<>();

    /** Of several converters of the same major the last one counts. */
    public KeyFormatEdge(KeyFormat own, List<KeyConverter> converters) {
        this.own = own;
        converters.forEach(converter -> this.converters.put(converter.otherMajor(), converter));
        this.converters.remove(own.major());
    }

    KeyFormats formats() {
        return new KeyFormats(own, List.copyOf(converters.keySet()));
    }

    KeyFormat own() {
        return own;
    }

    /** The converter of that major. */
    KeyConverter converter(int major) {
        KeyConverter converter = converters.get(major);
        if (converter == null) {
            throw new IllegalStateException("keyFormat=" + formats() + ": keys of major " + major + " can't be read");
        }
        return converter;
    }
}
