package io.asdr.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.asdr.protocol.effect.Outbox;
import io.asdr.protocol.effect.Place;
import io.asdr.protocol.entry.Entries;
import io.asdr.protocol.holder.HolderRole;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.ReadMessage;
import io.asdr.spi.MemberId;
import io.asdr.spi.TableOptions;
import io.asdr.spi.Version;
import io.asdr.spi.ViewId;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TableRoomTest {

    private static final MemberId OWNER = new MemberId(1);
    private static final Version VERSION = new Version(new ViewId(1, OWNER), 1);

    private final List<HeapEntry> victims = new ArrayList<>();
    private final PartitionStore store = new PartitionStore(
            new Horizons(0),
            new ReadIndex(),
            false,
            new StoppedClock(),
            0,
            new TableRoom(0, 1),
            (victim, copy) -> victims.add(victim));

    private static Key key(int number) {
        return new Key(("k" + number).getBytes(StandardCharsets.UTF_8), number);
    }

    /** While those who make room are still there, a reader asks without a contract; the answer is passed on and not kept. */
    @Test
    @Tag("R73")
    void aFullTableAsksForNoContractAndKeepsNothing() {
        store.serve(OWNER, Entries.Role.READER);
        for (int i = 0; i < 20; i++) {
            store.put(key(i), new byte[] {1}, VERSION, 1);
        }
        assertThat(victims).hasSize(19);
        assertThat(store.hasRoom()).isFalse();
        List<ReadMessage.Get> sent = new ArrayList<>();
        List<byte[]> answers = new ArrayList<>();
        HolderRole holder = new HolderRole(place(sent, answers), store, (key, version) -> {}, TableOptions.NONE);

        holder.onRead(key(99), new io.asdr.protocol.effect.Ticket() {});
        assertThat(sent).singleElement().matches(get -> !get.keeps());
        holder.onAnswer(OWNER, new ReadMessage.Answer(sent.get(0).number(), new byte[] {7}, VERSION, false, 0));

        assertThat(answers).containsExactly(new byte[] {7});
        assertThat(store.find(key(99))).isNull();
    }

    @Test
    @Tag("R74")
    void thereIsRoomAgainOnceThoseNamedHaveGone() {
        store.serve(OWNER, Entries.Role.READER);
        for (int i = 0; i < 20; i++) {
            store.put(key(i), new byte[] {1}, VERSION, 1);
        }

        List.copyOf(victims).forEach(victim -> {
            store.onNamed(victim, true);
            store.remove(victim.key());
        });

        assertThat(store.hasRoom()).isTrue();
        assertThat(store.size()).isEqualTo(1);
    }

    private static Place place(List<ReadMessage.Get> sent, List<byte[]> answers) {
        Outbox out = (Outbox) Proxy.newProxyInstance(
                Outbox.class.getClassLoader(), new Class<?>[] {Outbox.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("completeRead")) {
                        answers.add((byte[]) arguments[2]);
                    }
                    return null;
                });
        return (Place) Proxy.newProxyInstance(
                Place.class.getClassLoader(), new Class<?>[] {Place.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "owner" -> OWNER;
                        case "out" -> out;
                        case "nowNanos" -> 0L;
                        case "send" -> {
                            sent.add((ReadMessage.Get) arguments[1]);
                            yield null;
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }
}
