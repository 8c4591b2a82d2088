package io.asdr.runtime;

import io.asdr.AsdrTable;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a table as a set that writes through.
 *
 * <p>Iterators are weakly consistent: they read the values of some keys at a time, and skip keys that are gone by then. What removes by a condition on the value removes only while the
 * value is the one that was tested.
 */
final class EntriesView<K, V> extends AbstractSet<Map.Entry<K, V>> {

    /** How many values an iterator reads at once: many enough to share round trips, few enough to be fresh. */
    private static final int BATCH = 64;

    private final AsdrTable<K, V> table;

    EntriesView(AsdrTable<K, V> table) {
        this.table = table;
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        Iterator<TableEntry<K, V>> entries = entries();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Map.Entry<K, V> next() {
                return entries.next();
            }

            @Override
            public void remove() {
                entries.remove();
            }
        };
    }

    Iterator<TableEntry<K, V>> entries() {
        return new BatchIterator<>(table);
    }

    /** Without a size: it may change before the last element. */
    @Override
    public Spliterator<Map.Entry<K, V>> spliterator() {
        return Spliterators.spliteratorUnknownSize(
                iterator(), Spliterator.DISTINCT | Spliterator.NONNULL | Spliterator.CONCURRENT);
    }

    @Override
    public int size() {
        return MapView.saturated(table.size());
    }

    @Override
    @SuppressWarnings("unchecked")
    public boolean contains(Object object) {
        return object instanceof Map.Entry<?, ?> entry
                && entry.getKey() != null
                && entry.getValue() != null
                && entry.getValue().equals(table.get((K) entry.getKey()));
    }

    @Override
    @SuppressWarnings("unchecked")
    public boolean remove(Object object) {
        return object instanceof Map.Entry<?, ?> entry
                && entry.getKey() != null
                && entry.getValue() != null
                && table.remove((K) entry.getKey(), (V) entry.getValue());
    }

    @Override
    public boolean removeIf(Predicate<? super Map.Entry<K, V>> condition) {
        Objects.requireNonNull(condition);
        boolean changed = false;
        for (Iterator<TableEntry<K, V>> entries = entries(); entries.hasNext(); ) {
            TableEntry<K, V> entry = entries.next();
            changed |= condition.test(entry) && entry.remove();
        }
        return changed;
    }

    @Override
    public boolean removeAll(Collection<?> others) {
        Objects.requireNonNull(others);
        return removeIf(others::contains);
    }

    @Override
    public boolean retainAll(Collection<?> others) {
        Objects.requireNonNull(others);
        return removeIf(entry -> !others.contains(entry));
    }

    @Override
    public void clear() {
        table.clear();
    }

    private static final class BatchIterator<K, V> implements Iterator<TableEntry<K, V>> {

        private final AsdrTable<K, V> table;
        private final Iterator<K> keys;
        private Iterator<Map.Entry<K, V>> batch = Collections.emptyIterator();
        private @Nullable K last;

        BatchIterator(AsdrTable<K, V> table) {
            this.table = table;
            this.keys = table.keys().iterator();
        }

        @Override
        public boolean hasNext() {
            while (!batch.hasNext() && keys.hasNext()) {
                batch = table.getAll(nextKeys()).entrySet().iterator();
            }
            return batch.hasNext();
        }

        @Override
        public TableEntry<K, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Map.Entry<K, V> entry = batch.next();
            last = entry.getKey();
            return new TableEntry<>(table, entry.getKey(), entry.getValue());
        }

        @Override
        public void remove() {
            if (last == null) {
                throw new IllegalStateException("remove needs a next before it, and only one");
            }
            table.remove(last);
            last = null;
        }

        private List<K> nextKeys() {
            List<K> next = new ArrayList<>(BATCH);
            while (next.size() < BATCH && keys.hasNext()) {
                next.add(keys.next());
            }
            return next;
        }
    }
}
