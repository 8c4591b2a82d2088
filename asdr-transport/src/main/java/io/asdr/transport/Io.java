package io.asdr.transport;

import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.Errors;
import java.net.ConnectException;

/** The two ways to reach the sockets of the operating system. */
enum Io {
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class) {
        @Override
        IoHandlerFactory handlerFactory() {
            return EpollIoHandler.newFactory();
        }

        @Override
        boolean isRefusal(ConnectException failure) {
            // The number and not the words: those follow the locale.
            return String.valueOf(failure.getMessage()).contains("error(" + Errors.ERROR_ECONNREFUSED_NEGATIVE + ")");
        }
    },
    NIO(NioServerSocketChannel.class, NioSocketChannel.class) {
        @Override
        IoHandlerFactory handlerFactory() {
            return NioIoHandler.newFactory();
        }

        @Override
        boolean isRefusal(ConnectException failure) {
            // The JDK throws this kind for a refusal and for a time-out of the kernel's, which comes long after ours.
            return true;
        }
    };

    private final Class<? extends ServerChannel> serverChannel;
    private final Class<? extends SocketChannel> channel;

    Io(Class<? extends ServerChannel> serverChannel, Class<? extends SocketChannel> channel) {
        this.serverChannel = serverChannel;
        this.channel = channel;
    }

    /** The better one of those that work here. */
    static Io available() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    abstract IoHandlerFactory handlerFactory();

    abstract boolean isRefusal(ConnectException failure);

    Class<? extends ServerChannel> serverChannel() {
        return serverChannel;
    }

    Class<? extends SocketChannel> channel() {
        return channel;
    }

    /** Whether a connect that failed with {@code failure} reached a host where nobody listens. */
    final boolean isRefused(Throwable failure) {
        return failure instanceof ConnectException connectFailure
                && !(failure instanceof ConnectTimeoutException)
                && isRefusal(connectFailure);
    }
}
