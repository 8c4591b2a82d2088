package io.asdr.membership;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.asdr.spi.Endpoint;
import io.asdr.spi.MemberId;
import io.asdr.spi.Membership;
import io.asdr.spi.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.jgroups.Address;
import org.jgroups.JChannel;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Membership} on JGroups, which finds members, notices when they are gone, and agrees on groups. It carries no data.
 *
 * <pre>{@code
 * JGroupsMembership.builder().bind("10.0.0.5", 7800).seeds("10.0.0.5:7800", "10.0.0.6:7800").build()
 * }</pre>
 */
public final class JGroupsMembership implements Membership {

    private enum State {
        NEW,
        STARTED,
        LEFT,
        CLOSED
    }

    private final Settings settings;
    private final Suspicions suspicions = new Suspicions();
    private final Rehearsal rehearsal = new Rehearsal();

    // Guarded by this, which is not held while JGroups or the listener runs: the listener may leave while start() still
    // waits for it.
    private State state = State.NEW;
    private @Nullable JChannel channel;
    private @Nullable Views views;

    private JGroupsMembership(Settings settings) {
        this.settings = settings;
    }

    /** Begins with {@code bind("127.0.0.1", 7800)}, no seeds and {@code failureDetection} of 3 s. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public void start(String cluster, Peer self, Listener listener) {
        Address address = new PeerAddress(self, System.currentTimeMillis()).newAddress();
        var groups = new Views(self.name(), listener);
        JChannel joining = open(groups);
        joining.setName(self.name())
                .addAddressGenerator(() -> address)
                .addChannelListener(groups)
                .setReceiver(groups);
        try {
            joining.connect(cluster);
            groups.awaitFirstGroup();
            if (settings.config() == null) {
                rehearsal.begin();
            }
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            close();
            throw new IllegalStateException(
                    self.name() + " could not join the group of cluster '" + cluster + "': "
                            + rootOf(e).getMessage(),
                    e);
        }
    }

    @Override
    public void report(MemberId member, Evidence evidence) {
        suspicions.report(member, evidence);
    }

    @Override
    public void leave() {
        end(State.LEFT);
    }

    @Override
    public void close() {
        end(State.CLOSED);
    }

    /** The channel below, for tests that cut it off; null until started. */
    synchronized @Nullable JChannel channel() {
        return channel;
    }

    private synchronized JChannel open(Views groups) {
        if (state != State.NEW) {
            throw new IllegalStateException("membership is " + state + ": it can be started once");
        }
        try {
            JChannel opened = Stack.channel(settings, suspicions);
            channel = opened;
            views = groups;
            state = State.STARTED;
            return opened;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the JGroups stack can't be built", e);
        }
    }

    /** JGroups wraps what went wrong: only the innermost says which port is taken. */
    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private void end(State last) {
        JChannel open;
        Views groups;
        synchronized (this) {
            if (state.compareTo(last) < 0) {
                state = last;
            }
            open = channel;
            groups = views;
        }
        if (groups != null) {
            groups.silence();
        }
        if (open != null) {
            if (last == State.CLOSED) {
                open.close();
            } else {
                open.disconnect();
            }
        }
        try {
            rehearsal.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Collects where a membership listens and whom it looks for. Not thread-safe. */
    public static final class Builder {

        private Settings settings = Settings.DEFAULT;

        private Builder() {}

        /** The one address to listen on, and the port; the failure detector takes port + 100 beside it. Port 0 takes two free ones: for tests, since no seed can name them. */
        public Builder bind(String host, int port) {
            settings = settings.withBind(new Endpoint(host, port));
            return this;
        }

        /** How others reach the bound address, where that is another one; they reach the failure detector at port + 100. */
        public Builder advertise(String host, int port) {
            settings = settings.withAdvertised(new Endpoint(host, port));
            return this;
        }

        /** Where members may be found, each {@code host:port} or {@code [address]:port}; this member's own place may be among them. Default: none. */
        public Builder seeds(String... hostPort) {
            settings = settings.withSeeds(Stream.of(hostPort).map(Seed::parsed).toList());
            return this;
        }

        /** How long a member may be silent until it is suspected; a process that died is noticed sooner. At least 500 ms; default 3 s. */
        public Builder failureDetection(Duration timeout) {
            settings = settings.withFailureDetection(timeout);
            return this;
        }

        /** A JGroups stack of your own, in XML: it stands for all other settings. */
        public Builder config(Path file) {
            try (InputStream in = Files.newInputStream(file)) {
                return config(in);
            } catch (IOException e) {
                throw new UncheckedIOException("config=" + file + " can't be read", e);
            }
        }

        /** The same as {@link #config(Path)}; read to its end here, and left open. */
        public Builder config(InputStream xml) {
            try {
                settings = settings.withConfig(new String(xml.readAllBytes(), UTF_8));
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException("config can't be read", e);
            }
        }

        /** Builds it; refuses other settings beside {@code config}, which would override them. */
        public JGroupsMembership build() {
            settings.checkConfigStandsAlone();
            return new JGroupsMembership(settings);
        }
    }
}
