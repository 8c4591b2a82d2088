package io.asdr.codec;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** A class that must never be touched by bytes from elsewhere: it notes when it is deserialized. */
final class Canary implements Serializable {

    static final AtomicInteger TOUCHES = new AtomicInteger();

    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        TOUCHES.incrementAndGet();
        in.defaultReadObject();
    }
}
