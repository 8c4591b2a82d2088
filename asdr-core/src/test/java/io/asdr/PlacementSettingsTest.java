package io.asdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused of the settings that say where keys live, with name, value and rule. */
class PlacementSettingsTest {

    record Order(String customer, int number) {}

    private static final class Unknown {}

    private enum Region {
        NORTH {},
        SOUTH
    }

    private static TableConfig.Builder<Order, String> orders() {
        return TableConfig.of("orders", Order.class, String.class);
    }

    @Test
    @Tag("R38")
    void refusesAPinToAnEmptyOrTooLongName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> orders().pin(order -> true, "").build())
                .withMessage("table 'orders': pin memberName='' must have 1 to 64 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> orders().pin(order -> true, "x".repeat(65)).build())
                .withMessageContaining("must have 1 to 64 characters");
        assertThat(orders().pin(order -> true, "x".repeat(64)).build().pins()).hasSize(1);
    }

    @Test
    @Tag("R38")
    void refusesTwoPinsToOneName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> orders().pin(order -> true, "m1")
                        .pin(order -> false, "m1")
                        .build())
                .withMessageContaining("pin memberName='m1' must be given once");
    }

    @Test
    @Tag("R38")
    void refusesMorePinsThanThereMayBe() {
        TableConfig.Builder<Order, String> builder = orders();
        for (int i = 0; i <= 64; i++) {
            builder.pin(order -> true, "m" + i);
        }

        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageContaining("pins=65 must be at most 64");
    }

    @Test
    @Tag("R38")
    void warnsOnceOfAPinToAMemberThatWasNeverSeen() throws ReflectiveOperationException {
        try (AsdrNode node = AsdrNode.builder("c").name("here").start();
                LoggedWarnings warnings = new LoggedWarnings()) {
            TableConfig<Order, String> config = orders().pin(order -> order.number() == 1, "here")
                    .pin(order -> order.number() == 2, "nobody")
                    .build();
            node.table(config);
            node.table(config);

            assertThat(warnings.lines())
                    .singleElement()
                    .asString()
                    .contains("WARN", "here: table 'orders'", "no member of the name 'nobody'");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    @Tag("R94")
    void refusesAnAddressOutOfRange(int address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AsdrNode.builder("c").address(address))
                .withMessage("address=" + address + " must be in 1..65535");
    }

    @Test
    @Tag("R94")
    void givesALocalNodeTheAddressThatItAsksFor() {
        try (AsdrNode node = AsdrNode.builder("c").address(65_535).start()) {
            assertThat(node.view().members().get(0).address()).isEqualTo(65_535);
            assertThat(node.report()).contains("address 65535");
        }
    }

    @NullUnmarked
    @Test
    @Tag("R37")
    void refusesACallWhoseAffinityIsNull() {
        assertCallsRefused(order -> null, IllegalArgumentException.class, "affinity=null");
    }

    @Test
    @Tag("R37")
    void refusesACallWhoseAffinityHasNoCodec() {
        assertCallsRefused(order -> new Unknown(), CodecException.class, "Unknown");
        assertCallsRefused(order -> Set.of(1), CodecException.class, "Set");
    }

    private static void assertCallsRefused(
            Function<Order, ? extends @Nullable Object> affinity, Class<? extends RuntimeException> kind, String says) {
        @SuppressWarnings({"unchecked", "NullAway"})
        Function<Order, ?> given = (Function<Order, ?>) affinity;
        Order secret = new Order("secret", 1);
        try (AsdrNode node = AsdrNode.local()) {
            AsdrTable<Order, String> table = node.table(orders().affinity(given).build());
            List<Runnable> calls = List.of(
                    () -> table.put(secret, "v"),
                    () -> table.get(secret),
                    () -> table.async().set(secret, "v"));
            for (Runnable call : calls) {
                assertThatThrownBy(call::run)
                        .isInstanceOf(kind)
                        .hasMessageContaining("table 'orders'")
                        .hasMessageContaining(Order.class.getName())
                        .hasMessageContaining(says)
                        .hasMessageNotContaining("secret");
            }
            assertThat(table.size()).isZero();
        }
    }

    @Test
    @Tag("R37")
    void takesPartsOfAllClassesThatHaveACodec() {
        List<Function<Order, ?>> parts = List.of(
                Order::customer,
                Order::number,
                order -> order,
                order -> order.number() % 2 == 0 ? Region.NORTH : Region.SOUTH,
                order -> order.number() % 2 == 0 ? "even" : (Object) 1L);
        for (Function<Order, ?> part : parts) {
            try (AsdrNode node = AsdrNode.local()) {
                AsdrTable<Order, String> table =
                        node.table(orders().affinity(part).build());
                for (int i = 0; i < 20; i++) {
                    table.put(new Order("c" + i % 3, i), "v" + i);
                }
                for (int i = 0; i < 20; i++) {
                    assertThat(table.get(new Order("c" + i % 3, i))).isEqualTo("v" + i);
                }
                assertThat(table.keys()).hasSize(20);
                table.remove(new Order("c0", 0));
                table.clear();
                assertThat(table.size()).isZero();
            }
        }
    }

    @Test
    @Tag("R37")
    void refusesAHandleWithoutTheAffinityOfTheCluster() {
        try (AsdrNode node = AsdrNode.local()) {
            node.table(orders().affinity(Order::customer).build());

            assertThatThrownBy(() -> node.table(orders().build()))
                    .isInstanceOf(TableConfigMismatchException.class)
                    .hasMessageContaining("affinity=false");
            assertThatThrownBy(() -> node.table(orders().affinity(Order::customer)
                            .pin(order -> true, "m1")
                            .build()))
                    .isInstanceOf(TableConfigMismatchException.class)
                    .hasMessageContaining("pins=[m1]");
        }
    }

    /** The application's code is the same for one lane, as for many; `PlacementTest` runs it on many nodes. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 61})
    @Tag("R39")
    @Tag("R41")
    void worksWithAnyNumberOfLanes(int laneCount) throws Exception {
        try (AsdrNode node = AsdrNode.builder("c")
                .name("only")
                .laneCount(laneCount)
                .partitionCount(16)
                .callTimeout(Duration.ofSeconds(10))
                .start()) {
            AsdrTable<Order, String> table = node.table(orders().affinity(Order::customer)
                    .pin(order -> order.number() == 0, "only")
                    .build());
            for (int i = 0; i < 50; i++) {
                table.async()
                        .put(new Order("c", i), "v" + i)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
            }
            assertThat(table.size()).isEqualTo(50);
            assertThat(table.keys()).hasSize(50);
            assertThat(table.ownerOf(new Order("c", 0))).isEqualTo("only");
            table.clear();
            assertThat(table.size()).isZero();
        }
    }
}
