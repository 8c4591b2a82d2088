package io.asdr.membership;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.concurrent.TimeUnit;

/** Asks by a connect, which it closes again, whether anybody listens. */
final class Probe {

    private Probe() {}

    /** Connects to all of {@code addresses} side by side; true as soon as one accepts, false once all refused or {@code timeoutMillis} are over. */
    static boolean isAnyListening(Collection<InetSocketAddress> addresses, int timeoutMillis) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        Selector selector = Selector.open();
        try {
            for (InetSocketAddress address : addresses) {
                if (isConnectedAtOnce(address, selector)) {
                    return true;
                }
            }
            long leftMillis = timeoutMillis;
            while (leftMillis > 0 && isAnyPending(selector)) {
                selector.select(leftMillis);
                for (SelectionKey key : selector.selectedKeys()) {
                    if (isConnected(key)) {
                        return true;
                    }
                }
                selector.selectedKeys().clear();
                leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            }
            return false;
        } finally {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        }
    }

    private static boolean isConnectedAtOnce(InetSocketAddress address, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            if (channel.connect(address)) {
                channel.close();
                return true;
            }
            channel.register(selector, SelectionKey.OP_CONNECT);
        } catch (IOException unreachable) {
            channel.close();
        }
        return false;
    }

    private static boolean isAnyPending(Selector selector) {
        return selector.keys().stream().anyMatch(SelectionKey::isValid);
    }

    private static boolean isConnected(SelectionKey key) throws IOException {
        try {
            return ((SocketChannel) key.channel()).finishConnect();
        } catch (IOException refused) {
            key.channel().close();
            return false;
        }
    }
}
