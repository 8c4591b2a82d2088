package io.asdr.runtime;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;

/** The values of a table as a collection that writes through; as consistent as {@link EntriesView}. */
final class ValuesView<V> extends AbstractCollection<V> {

    private final EntriesView<?, V> entries;

    ValuesView(EntriesView<?, V> entries) {
        this.entries = entries;
    }

    @Override
    public Iterator<V> iterator() {
        Iterator<? extends TableEntry<?, V>> iterator = entries.entries();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public V next() {
                return iterator.next().getValue();
            }

            @Override
            public void remove() {
                iterator.remove();
            }
        };
    }

    /** Without a size: it may change before the last element. */
    @Override
    public Spliterator<V> spliterator() {
        return Spliterators.spliteratorUnknownSize(iterator(), Spliterator.NONNULL | Spliterator.CONCURRENT);
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public boolean contains(Object value) {
        Objects.requireNonNull(value);
        return super.contains(value);
    }

    /** Removes one entry that has this value. */
    @Override
    public boolean remove(Object value) {
        Objects.requireNonNull(value);
        for (Iterator<? extends TableEntry<?, V>> iterator = entries.entries(); iterator.hasNext(); ) {
            TableEntry<?, V> entry = iterator.next();
            if (value.equals(entry.getValue()) && entry.remove()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean removeIf(Predicate<? super V> condition) {
        Objects.requireNonNull(condition);
        return entries.removeIf(entry -> condition.test(entry.getValue()));
    }

    @Override
    public boolean removeAll(Collection<?> others) {
        Objects.requireNonNull(others);
        return removeIf(others::contains);
    }

    @Override
    public boolean retainAll(Collection<?> others) {
        Objects.requireNonNull(others);
        return removeIf(value -> !others.contains(value));
    }

    @Override
    public void clear() {
        entries.clear();
    }
}
