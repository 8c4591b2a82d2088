package io.asdr.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table that keeps exactly what its {@link Residents} let it keep. */
final class BoundedTable {

    private final Residents<Item> residents;
    private final Map<Long, Item> items = new HashMap<>();
    private final List<Long> evicted = new ArrayList<>();

    BoundedTable(long capacity) {
        this.residents = new Residents<>(capacity);
    }

    /** Reads a key, and keeps it if it was not there. */
    void read(long key) {
        Item item = items.get(key);
        if (item != null) {
            item.hit();
            return;
        }
        Item fetched = new Item(key);
        items.put(key, fetched);
        drop(residents.admit(fetched));
    }

    /** Replaces a key's item, if it is there. */
    void write(long key) {
        Item before = items.get(key);
        if (before != null) {
            Item after = new Item(key);
            items.put(key, after);
            drop(residents.replace(before, after));
        }
    }

    void recall(long key) {
        Item item = items.remove(key);
        if (item != null) {
            residents.forget(item);
        }
    }

    Residents<Item> residents() {
        return residents;
    }

    int size() {
        return items.size();
    }

    Set<Long> keys() {
        return items.keySet();
    }

    /** The keys that were evicted, in that order. */
    List<Long> evicted() {
        return evicted;
    }

    private void drop(@Nullable Item victim) {
        if (victim != null) {
            items.remove(victim.hash(), victim);
            evicted.add(victim.hash());
        }
    }
}
