package io.asdr.codec;

import io.asdr.CodecException;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects of listed classes only.
 *
 * <p>Two gates: {@code resolveClass} takes classes from the list, so that no name of the stream is ever loaded; the filter bounds what objects of listed classes may cost.
 */
final class AllowListedInput extends ObjectInputStream {

    /** Hashing sets inside sets takes 2 to the power of their depth steps. */
    private static final int MAX_DEPTH = 24;

    /** Hash tables ask for at most so many slots an element, and an element takes at least a byte. */
    private static final long TABLE_SLOTS_PER_BYTE = 8;

    private final AllowList allowList;
    private final int streamBytes;

    AllowListedInput(InputStream in, int streamBytes, AllowList allowList) throws IOException {
        super(in);
        this.allowList = allowList;
        this.streamBytes = streamBytes;
        setObjectInputFilter(this::judge);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass named) {
        return allowList.find(named.getName());
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) {
        throw new CodecException("proxies are not deserialized");
    }

    private ObjectInputFilter.Status judge(ObjectInputFilter.FilterInfo next) {
        return next.depth() <= MAX_DEPTH && fits(next) && isListed(next.serialClass())
                ? ObjectInputFilter.Status.ALLOWED
                : ObjectInputFilter.Status.REJECTED;
    }

    private boolean fits(ObjectInputFilter.FilterInfo next) {
        long slotsPerByte = next.serialClass() == Map.Entry[].class ? TABLE_SLOTS_PER_BYTE : 1;
        return next.arrayLength() <= slotsPerByte * streamBytes;
    }

    /** An array was found in the list already, or is internal to a listed collection; its elements are judged one by one. */
    private boolean isListed(@Nullable Class<?> type) {
        return type == null || type.isArray() || allowList.contains(type);
    }
}
