package io.asdr.codec;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

/** Refuses to write what could not be read again. */
final class AllowListedOutput extends ObjectOutputStream {

    private final AllowList allowList;

    AllowListedOutput(OutputStream out, AllowList allowList) throws IOException {
        super(out);
        this.allowList = allowList;
    }

    @Override
    protected void annotateClass(Class<?> type) throws IOException {
        allowList.find(type.getName());
    }

    @Override
    protected void annotateProxyClass(Class<?> type) throws IOException {
        throw new InvalidClassException(type.getName(), "proxies are not serialized");
    }
}
