package io.asdr.runtime;

import io.asdr.AsdrTable;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a table as a set that writes through.
 *
 * <p>Iterators are weakly consistent: they ask for a page when the one before is used up, and what is written meanwhile may show or not. Questions about one key ask the table, not the
 * pages.
 */
final class KeysView<K> extends AbstractSet<K> {

    private final AsdrTable<K, ?> table;
    private final Supplier<KeyPage<K>> firstPage;

    /** {@code firstPage} is asked once for each iterator. */
    KeysView(AsdrTable<K, ?> table, Supplier<KeyPage<K>> firstPage) {
        this.table = table;
        this.firstPage = firstPage;
    }

    @Override
    public Iterator<K> iterator() {
        return new PagedIterator<>(table, firstPage);
    }

    /** Without a size: it may change before the last element. */
    @Override
    public Spliterator<K> spliterator() {
        return Spliterators.spliteratorUnknownSize(
                iterator(), Spliterator.DISTINCT | Spliterator.NONNULL | Spliterator.CONCURRENT);
    }

    @Override
    public int size() {
        return MapView.saturated(table.size());
    }

    @Override
    @SuppressWarnings("unchecked")
    public boolean contains(Object key) {
        // A key of a foreign class: the codec throws, as a set may.
        return table.containsKey((K) key);
    }

    @Override
    @SuppressWarnings("unchecked")
    public boolean remove(Object key) {
        return table.remove((K) key) != null;
    }

    @Override
    public void clear() {
        table.clear();
    }

    private static final class PagedIterator<K> implements Iterator<K> {

        private final AsdrTable<K, ?> table;
        private Iterator<K> page = Collections.emptyIterator();
        private @Nullable Supplier<KeyPage<K>> nextPage;
        private @Nullable K last;

        PagedIterator(AsdrTable<K, ?> table, Supplier<KeyPage<K>> firstPage) {
            this.table = table;
            this.nextPage = firstPage;
        }

        @Override
        public boolean hasNext() {
            while (!page.hasNext() && nextPage != null) {
                KeyPage<K> next = nextPage.get();
                page = next.keys().iterator();
                nextPage = next.next();
            }
            return page.hasNext();
        }

        @Override
        public K next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            K key = page.next();
            last = key;
            return key;
        }

        @Override
        public void remove() {
            if (last == null) {
                throw new IllegalStateException("remove needs a next before it, and only one");
            }
            table.remove(last);
            last = null;
        }
    }
}
