package io.asdr.codec;

import io.asdr.CodecException;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** Refuses to write what could not be read again. */
final class AllowListedOutput extends ObjectOutputStream {

    private final AllowList allowList;

    AllowListedOutput(OutputStream out, AllowList allowList) throws IOException {
        super(out);
        this.allowList = allowList;
        enableReplaceObject(true);
    }

    @Override
    protected void annotateClass(Class<?> type) {
        allowList.find(type.getName());
    }

    @Override
    protected void annotateProxyClass(Class<?> type) {
        throw new CodecException("proxies are not serialized");
    }

    @Override
    protected Object replaceObject(Object written) {
        // A stream that fails writes its failure into itself; thrown from here it is not hidden by the allow-list.
        if (written instanceof IOException failure && !allowList.contains(failure.getClass())) {
            throw new UncheckedIOException(failure);
        }
        return written;
    }
}
