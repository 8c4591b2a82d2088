package io.asdr.examples.quickstart;

import java.util.List;
import java.util.stream.Stream;

/** What somebody wants to buy. Any record of plain values has a codec. */
public record Cart(List<String> items) {

    public Cart {
        items = List.copyOf(items);
    }

    /** What is in both. */
    public Cart plus(Cart other) {
        return new Cart(Stream.concat(items.stream(), other.items.stream()).toList());
    }
}
