package io.asdr.transport;

import static org.awaitility.Awaitility.await;

import io.asdr.spi.Transport;
import io.asdr.spi.TransportContract;
import java.time.Duration;
import java.util.function.BooleanSupplier;

class NettyTransportContractTest extends TransportContract {

    @Override
    protected Transport create() {
        return NettyTransport.builder().build();
    }

    @Override
    protected void until(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(condition::getAsBoolean);
    }
}
