package io.asdr.runtime;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The keys of a table as a set: read page by page, removing writes through. Weakly consistent. */
final class KeysView<K> extends AbstractSet<K> {

    /** Where the next page begins; made and understood by the source of pages. */
    interface Cursor {}

    /** Some keys, and where the next page begins; null after the last. */
    record Page<K>(List<K> keys, @Nullable Cursor next) {}

    private final Function<@Nullable Cursor, Page<K>> pages;
    private final Predicate<K> remover;
    private final Predicate<K> contains;
    private final LongSupplier size;
    private final Runnable clear;

    KeysView(
            Function<@Nullable Cursor, Page<K>> pages,
            Predicate<K> remover,
            Predicate<K> contains,
            LongSupplier size,
            Runnable clear) {
        this.pages = pages;
        this.remover = remover;
        this.contains = contains;
        this.size = size;
        this.clear = clear;
    }

    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, size.getAsLong());
    }

    @Override
    @SuppressWarnings("unchecked")
    public boolean contains(@Nullable Object key) {
        return contains.test((K) Objects.requireNonNull(key, "key"));
    }

    @Override
    @SuppressWarnings("unchecked")
    public boolean remove(@Nullable Object key) {
        return remover.test((K) Objects.requireNonNull(key, "key"));
    }

    @Override
    public void clear() {
        clear.run();
    }

    @Override
    public Iterator<K> iterator() {
        return new Iterator<>() {
            private Page<K> page = pages.apply(null);
            private Iterator<K> keys = page.keys().iterator();
            private @Nullable K last;

            @Override
            public boolean hasNext() {
                while (!keys.hasNext() && page.next() != null) {
                    page = pages.apply(page.next());
                    keys = page.keys().iterator();
                }
                return keys.hasNext();
            }

            @Override
            public K next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("there are no more keys");
                }
                K key = keys.next();
                last = key;
                return key;
            }

            @Override
            public void remove() {
                K key = last;
                if (key == null) {
                    throw new IllegalStateException("next() must be called before remove(), once for each");
                }
                last = null;
                boolean removed = remover.test(key);
                if (!removed) {
                    // Somebody else was quicker: it is gone, as asked.
                    return;
                }
            }
        };
    }
}
