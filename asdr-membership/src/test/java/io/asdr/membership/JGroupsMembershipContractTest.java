package io.asdr.membership;

import static org.awaitility.Awaitility.await;

import io.asdr.spi.Membership;
import io.asdr.spi.MembershipContract;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

class JGroupsMembershipContractTest extends MembershipContract {

    private final List<Integer> ports = new ArrayList<>(List.of(freePort(), freePort(), freePort(), freePort()));
    private final String[] seeds =
            ports.stream().map(port -> "127.0.0.1:" + port).toArray(String[]::new);

    @Override
    protected Membership create() {
        return JGroupsMembership.builder()
                .bind("127.0.0.1", ports.remove(0))
                .seeds(seeds)
                .build();
    }

    @Override
    protected void crash(Membership membership) {
        Cut.of(membership);
        membership.close();
    }

    @Override
    protected void until(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(condition::getAsBoolean);
    }

    @Override
    protected void letVerificationPass() {
        await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
    }

    @Override
    protected void atOnce(List<Runnable> starts) {
        starts.stream().map(CompletableFuture::runAsync).toList().forEach(CompletableFuture::join);
    }

    private static int freePort() {
        return FreePort.at(InetAddress.getLoopbackAddress(), 100);
    }
}
