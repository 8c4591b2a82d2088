package io.asdr.transport;

import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.spi.Peer;
import io.asdr.spi.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Moves frames over TCP: one connection between two members, which the one with the lower id opens.
 *
 * <p>Connections are neither encrypted nor authenticated: bind to an address that only members can reach. A transport is started once and closed once.
 */
public final class NettyTransport implements Transport {

    /** The longest frame unless {@link Builder#maxFrameBytes} says otherwise, in bytes. */
    public static final int DEFAULT_MAX_FRAME_BYTES = 16 << 20;

    /** The longest frame that can be asked for, in bytes. */
    public static final int LARGEST_MAX_FRAME_BYTES = 1 << 30;

    private final InetSocketAddress bind;
    private final @Nullable Endpoint advertised;
    private final int maxFrameBytes;
    private final int threads;
    private final Io io;

    /** Null before start; kept after close, when it takes nothing any more. */
    private volatile @Nullable Station station;

    private boolean closed;

    private NettyTransport(Builder builder) {
        this.bind = new InetSocketAddress(builder.bindHost, builder.bindPort);
        this.advertised = builder.advertised;
        this.maxFrameBytes = builder.maxFrameBytes;
        this.threads = builder.threads;
        this.io = builder.io;
    }

    /** A transport that listens on the loopback interface at any free port, unless told otherwise. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public synchronized Endpoint start(String cluster, MemberId self, Receiver receiver) {
        int clusterBytes = cluster.getBytes(StandardCharsets.UTF_8).length;
        if (clusterBytes < 1 || clusterBytes > Greeting.MAX_CLUSTER_BYTES) {
            throw new IllegalArgumentException("cluster='" + cluster + "' must have 1 to " + Greeting.MAX_CLUSTER_BYTES
                    + " bytes in UTF-8, has " + clusterBytes);
        }
        if (station != null || closed) {
            throw new IllegalStateException("a transport can be started once");
        }
        var started = new Station(io, threads, maxFrameBytes, bind, new Identity(cluster, self), receiver);
        station = started;
        return endpoint(started.bound());
    }

    @Override
    public void peers(Collection<Peer> peers) {
        Station started = station;
        if (started == null) {
            throw new IllegalStateException("peers() before start()");
        }
        started.links().know(peers);
    }

    @Override
    public boolean send(MemberId to, byte[] frame) {
        if (frame.length < 1 || frame.length > maxFrameBytes) {
            throw new IllegalArgumentException("frameBytes=" + frame.length + " must be in 1.." + maxFrameBytes);
        }
        Station started = station;
        Connection connection = started == null ? null : started.links().find(to);
        return connection != null && connection.send(frame);
    }

    @Override
    public long queuedBytes(MemberId to) {
        Station started = station;
        Connection connection = started == null ? null : started.links().find(to);
        return connection == null ? 0 : connection.waitingBytes();
    }

    @Override
    public int maxFrameBytes() {
        return maxFrameBytes;
    }

    @Override
    public void close() {
        Station started;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            started = station;
        }
        // Outside the lock: it waits for event loops, on which a receiver may be calling close too.
        if (started != null) {
            started.close();
        }
    }

    private Endpoint endpoint(InetSocketAddress bound) {
        if (advertised == null) {
            return new Endpoint(bound.getAddress().getHostAddress(), bound.getPort());
        }
        return advertised.port() == 0 ? new Endpoint(advertised.host(), bound.getPort()) : advertised;
    }

    /** Collects settings. Not thread-safe. */
    public static final class Builder {

        private String bindHost = InetAddress.getLoopbackAddress().getHostAddress();
        private int bindPort;
        private @Nullable Endpoint advertised;
        private int maxFrameBytes = DEFAULT_MAX_FRAME_BYTES;
        private int threads = Math.min(4, Runtime.getRuntime().availableProcessors());
        private Io io = Io.available();

        private Builder() {}

        /**
         * Where to listen.
         *
         * @param host a name or an address of this machine
         * @param port 0 to 65535; 0 means any free one
         */
        public Builder bind(String host, int port) {
            Endpoint checked = new Endpoint(host, port);
            this.bindHost = checked.host();
            this.bindPort = checked.port();
            return this;
        }

        /**
         * Where others reach this member (default: where it listens).
         *
         * @param host a name or an address
         * @param port 0 to 65535; 0 means the one that it listens at
         */
        public Builder advertise(String host, int port) {
            this.advertised = new Endpoint(host, port);
            return this;
        }

        /**
         * The longest frame to send or take (default {@value #DEFAULT_MAX_FRAME_BYTES}); all members should say the same.
         *
         * @param bytes 1024 to {@value #LARGEST_MAX_FRAME_BYTES}
         */
        public Builder maxFrameBytes(int bytes) {
            if (bytes < 1024 || bytes > LARGEST_MAX_FRAME_BYTES) {
                throw new IllegalArgumentException(
                        "maxFrameBytes=" + bytes + " must be in 1024.." + LARGEST_MAX_FRAME_BYTES);
            }
            this.maxFrameBytes = bytes;
            return this;
        }

        /**
         * How many event loops serve the connections (default: one for each processor, at most 4).
         *
         * @param count 1 to 1024
         */
        public Builder threads(int count) {
            if (count < 1 || count > 1024) {
                throw new IllegalArgumentException("threads=" + count + " must be in 1..1024");
            }
            this.threads = count;
            return this;
        }

        /** For tests of the way that is not taken on this machine. */
        Builder io(Io way) {
            this.io = way;
            return this;
        }

        /**
         * Makes the transport; it listens from its start on.
         *
         * @throws IllegalArgumentException if the host to bind is unknown, or means all interfaces and no address is advertised: others could not reach that
         */
        public NettyTransport build() {
            var transport = new NettyTransport(this);
            if (transport.bind.isUnresolved()) {
                throw new IllegalArgumentException("bind host='" + bindHost + "' must be a known host");
            }
            if (transport.bind.getAddress().isAnyLocalAddress() && advertised == null) {
                throw new IllegalArgumentException(
                        "bind host='" + bindHost + "' means all interfaces: advertise(host, port) must say one");
            }
            return transport;
        }
    }
}
