package io.asdr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.codec.Codec;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An administrator sees a node and its tables by JMX and by a page of text, and commands it only where that was allowed. */
class AdministrationTest {

    private static final TableConfig<String, Integer> CARTS =
            TableConfig.of("carts", String.class, Integer.class).build();

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    private static ObjectName node(String cluster, String node) throws JMException {
        return new ObjectName(
                "io.asdr:type=Node,cluster=" + ObjectName.quote(cluster) + ",node=" + ObjectName.quote(node));
    }

    private static ObjectName table(String cluster, String node, String table) throws JMException {
        return new ObjectName("io.asdr:type=Table,cluster=" + ObjectName.quote(cluster) + ",node="
                + ObjectName.quote(node) + ",table=" + ObjectName.quote(table));
    }

    private Set<ObjectName> beansOf(String cluster) throws JMException {
        return server.queryNames(new ObjectName("io.asdr:*,cluster=" + ObjectName.quote(cluster)), null);
    }

    @Test
    @Tag("R33")
    void showsNodeAndTablesWhileTheyAreOpen() throws JMException {
        String cluster = "show, \"them\" = *";
        try (AsdrNode node = AsdrNode.builder(cluster).name("a:1").start()) {
            AsdrTable<String, Integer> carts = node.table(CARTS);
            node.table(CARTS);
            carts.put("k", 1);
            carts.get("k");

            ObjectName bean = node(cluster, "a:1");
            assertThat(server.getAttribute(bean, "Name")).isEqualTo("a:1");
            assertThat(server.getAttribute(bean, "Status")).isEqualTo("READY");
            assertThat(server.getAttribute(bean, "Members")).isEqualTo(new String[] {"a:1"});
            assertThat(server.getAttribute(bean, "ViewEpoch"))
                    .isEqualTo(node.view().id().epoch());
            assertThat((Long) server.getAttribute(bean, "LeaseLeftMillis")).isNotNegative();
            assertThat((String) server.getAttribute(bean, "Report")).contains("node a:1  READY", "table carts");

            ObjectName table = table(cluster, "a:1", "carts");
            assertThat(server.getAttribute(table, "Name")).isEqualTo("carts");
            assertThat(server.getAttribute(table, "Writes")).isEqualTo(1L);
            assertThat(server.getAttribute(table, "Entries")).isEqualTo(1L);
            assertThat(server.getAttribute(table, "OwnerHits"))
                    .isEqualTo(carts.stats().ownerHits());
            assertThat(server.getAttribute(table, "OwnedPartitions")).isEqualTo(1_024);
            assertThat(server.getAttribute(table, "ReplicatedPartitions")).isEqualTo(0);
        }

        assertThat(beansOf(cluster)).isEmpty();
    }

    @Test
    @Tag("R33")
    void showsEveryCount() throws JMException {
        try (AsdrNode node = AsdrNode.builder("counts").name("a").start()) {
            node.table(CARTS);

            var shown = Arrays.stream(
                            server.getMBeanInfo(table("counts", "a", "carts")).getAttributes())
                    .map(attribute -> Character.toLowerCase(attribute.getName().charAt(0))
                            + attribute.getName().substring(1));

            assertThat(shown)
                    .containsAll(Arrays.stream(TableStats.class.getRecordComponents())
                            .map(component -> component.getName())
                            .toList());
        }
    }

    @Test
    @Tag("R33")
    void takesNoCommandUnlessAllowed() throws JMException {
        try (AsdrNode node = AsdrNode.builder("look").name("a").start()) {
            node.table(CARTS);

            for (ObjectName bean : beansOf("look")) {
                assertThat(server.getMBeanInfo(bean).getOperations()).isEmpty();
                assertThat(server.getMBeanInfo(bean).getAttributes()).noneMatch(attribute -> attribute.isWritable());
            }
            assertThatThrownBy(() -> server.invoke(
                            node("look", "a"), "leave", new Object[] {0L}, new String[] {long.class.getName()}))
                    .isInstanceOf(JMException.class);
            assertThat(node.status()).isEqualTo(NodeStatus.READY);
        }
    }

    @Test
    @Tag("R33")
    void takesCommandsWhereAllowed() throws JMException {
        String[] texts = {String.class.getName(), String.class.getName()};
        try (AsdrNode node =
                AsdrNode.builder("command").name("a").adminCommands(true).start()) {
            AsdrTable<String, Integer> carts = node.table(CARTS);
            carts.put("k", 1);

            server.invoke(table("command", "a", "carts"), "poison", new Object[] {"k", "wrong"}, texts);
            assertThat(carts.get("k")).isNull();
            assertThatThrownBy(() -> server.invoke(
                            node("command", "a"), "leave", new Object[] {-1L}, new String[] {long.class.getName()}))
                    .hasMessageContaining("timeoutMillis=-1");

            Object held = server.invoke(
                    node("command", "a"), "leave", new Object[] {1_000L}, new String[] {long.class.getName()});
            assertThat(held).isEqualTo(0);
            assertThat(node.status()).isEqualTo(NodeStatus.CLOSED);
        }

        assertThat(beansOf("command")).isEmpty();
    }

    private enum Region {
        NORTH,
        SOUTH
    }

    private record Order(String customer, int number) {}

    @Test
    @Tag("R33")
    void poisonsKeysOfEveryKindThatCanBeWrittenAsText() throws JMException {
        List<Object> keys = List.of(
                "text",
                -7,
                1L << 40,
                (short) 3,
                2.5,
                'c',
                true,
                new UUID(1, 2),
                Instant.parse("2026-11-26T19:00:00Z"),
                Region.SOUTH);
        try (AsdrNode node =
                AsdrNode.builder("kinds").name("a").adminCommands(true).start()) {
            for (Object key : keys) {
                String name = key.getClass().getSimpleName();
                @SuppressWarnings("unchecked")
                Class<Object> type = (Class<Object>) key.getClass();
                AsdrTable<Object, Integer> table =
                        node.table(TableConfig.of(name, type, Integer.class).build());
                table.put(key, 1);

                poison("kinds", name, key.toString());

                assertThat(table.get(key)).as(name).isNull();
                assertThat(table.stats().poisonedByApplication()).isEqualTo(1);
            }
        }
    }

    @Test
    @Tag("R33")
    void saysWhichTextIsNoKey() {
        try (AsdrNode node =
                AsdrNode.builder("kinds").name("a").adminCommands(true).start()) {
            node.table(TableConfig.of("numbers", Integer.class, String.class).build());
            node.table(TableConfig.of("regions", Region.class, String.class).build());
            node.table(TableConfig.of("ids", UUID.class, String.class).build());
            node.table(TableConfig.of("orders", Codec.of(Order.class, MethodHandles.lookup()), Codec.of(String.class))
                    .build());

            assertNoKey(
                    "numbers", "secret", "table 'numbers'", "codec int", "must be a scalar as toString() writes it");
            assertNoKey("regions", "WEST", "table 'regions'", "NORTH", "name of a constant");
            assertNoKey("ids", "1-1-1-1-1", "table 'ids'", "codec uuid", "must be");
            assertNoKey("orders", "secret", "table 'orders'", Order.class.getName(), "must be");
        }
    }

    private void assertNoKey(String table, String text, String... says) {
        assertThatThrownBy(() -> poison("kinds", table, text))
                .isInstanceOf(RuntimeMBeanException.class)
                .hasCauseInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(says)
                .hasMessageNotContaining(text);
    }

    private void poison(String cluster, String table, String key) throws JMException {
        server.invoke(table(cluster, "a", table), "poison", new Object[] {key, "wrong"}, new String[] {
            String.class.getName(), String.class.getName()
        });
    }

    @Test
    @Tag("R33")
    void showsNothingWhenSwitchedOff() throws JMException {
        try (AsdrNode node = AsdrNode.builder("hidden").name("a").jmx(false).start()) {
            node.table(CARTS);

            assertThat(beansOf("hidden")).isEmpty();
        }
        assertThatThrownBy(() -> AsdrNode.builder("hidden")
                        .jmx(false)
                        .adminCommands(true)
                        .start())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("jmx=true");
    }

    /** The first one keeps its name, and its beans outlive the second one. */
    @Test
    @Tag("R33")
    void startsBesideANodeOfTheSameName() throws JMException {
        try (AsdrNode first = AsdrNode.builder("twins").name("a").start()) {
            first.table(CARTS).put("k", 1);
            try (AsdrNode second = AsdrNode.builder("twins").name("a").start()) {
                assertThat(second.table(CARTS).get("k")).isNull();
                assertThat(second.status()).isEqualTo(NodeStatus.READY);
            }

            assertThat(server.getAttribute(table("twins", "a", "carts"), "Entries"))
                    .isEqualTo(1L);
            assertThat(server.isRegistered(node("twins", "a"))).isTrue();
        }

        assertThat(beansOf("twins")).isEmpty();
    }

    @Test
    @Tag("R33")
    void reportsChainsAndLanes() {
        try (AsdrNode node = AsdrNode.builder("page").name("a").laneCount(4).start()) {
            node.table(CARTS);

            assertThat(node.report())
                    .contains("view " + node.view().id().epoch() + " of 1 members")
                    .containsPattern("lanes 4  busy [0-4]")
                    .contains(
                            "table carts  owns 1024 partitions  replicates 0\n  not whole 0  hand-overs under way 0\n")
                    .contains("poisonedCopies=0");
            node.leave(Duration.ofSeconds(1));
            assertThat(node.report()).contains("CLOSED", "table carts");
        }
    }
}
