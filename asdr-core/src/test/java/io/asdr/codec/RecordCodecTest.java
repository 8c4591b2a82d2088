package io.asdr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.CodecException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

    private enum Size {
        SMALL,
        LARGE
    }

    private record Line(String item, int quantity, @Nullable Double price) {

        Line {
            if (quantity < 0) {
                throw new IllegalArgumentException("quantity=" + quantity + " must not be negative");
            }
        }
    }

    private record Cart(
            UUID id,
            List<Line> lines,
            Set<Size> sizes,
            Map<String, List<Long>> history,
            @Nullable Instant paid) {}

    private record Tree(String name, List<Tree> children) {}

    private record Chain(int length, @Nullable Chain next) {}

    private record Box<T>(@Nullable T content) {}

    private record Boxes(Box<String> text, Box<List<? extends Line>> lines, Box<Box<Integer>> nested) {}

    private record Primitives(boolean a, byte b, short c, char d, int e, long f, float g, double h) {}

    private record Empty() {}

    private record Key(String table, long row, Size size, UUID id, Chain chain) {}

    private record CaseBlind(String name) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof CaseBlind that && that.name.equalsIgnoreCase(name);
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    private record Hot(String name) {

        @Override
        @SuppressWarnings("UnusedMethod") // The codec calls it.
        public String name() {
            throw new IllegalStateException("too hot");
        }
    }

    private record Holder(Hot hot) {}

    private record Unsupported(List<Map<String, Thread>> workers) {}

    private record Raw(@SuppressWarnings("rawtypes") List list) {}

    private sealed interface Figure permits Circle {}

    private record Circle(double radius) implements Figure {}

    private record Drawing(Figure figure) {}

    private record Endless<T>(@Nullable Endless<List<T>> next) {}

    private record EndlessHolder(Endless<String> start) {}

    private static final Cart CART = new Cart(
            new UUID(1, 2),
            List.of(new Line("pen", 3, 1.5), new Line("ink", 0, null)),
            Set.of(Size.LARGE),
            Map.of("alice", List.of(1L, 2L)),
            Instant.ofEpochSecond(7, 9));

    @Test
    @Tag("R9")
    @Tag("R42")
    void comesBackEqual() {
        assertComesBack(Cart.class, CART);
        assertComesBack(Primitives.class, new Primitives(true, (byte) -1, (short) -2, 'x', -3, -4, -0.0f, Double.NaN));
        assertComesBack(Empty.class, new Empty());
    }

    @Test
    void comesBackWithNullsInEveryPlace() {
        List<@Nullable Line> lines = Arrays.asList(null, new Line("pen", 1, null), null);
        Map<@Nullable String, @Nullable List<Long>> history = new LinkedHashMap<>();
        history.put(null, List.of());
        history.put("a", null);

        assertComesBack(Cart.class, cartOf(lines, Collections.singleton(null), history));
        assertComesBack(Cart.class, cartOf(null, null, null));
    }

    @Test
    void comesBackWhenItContainsItsOwnKind() {
        assertComesBack(
                Tree.class, new Tree("root", List.of(new Tree("left", List.of()), new Tree("right", List.of()))));
        assertComesBack(Chain.class, chainOf(Source.MAX_DEPTH));
    }

    @Test
    void comesBackWithItsTypeArguments() {
        assertComesBack(
                Boxes.class,
                new Boxes(
                        new Box<>("x"),
                        new Box<>(List.of(new Line("pen", 1, 2.0))),
                        new Box<>(new Box<Integer>(null))));
    }

    @Test
    void keepsTheOrderOfSetsAndMaps() {
        Set<Size> sizes = new LinkedHashSet<>(List.of(Size.LARGE, Size.SMALL));
        Map<String, List<Long>> history = new LinkedHashMap<>();
        history.put("z", List.of());
        history.put("a", List.of());

        Cart decoded = again(Cart.class, new Cart(new UUID(0, 0), List.of(), sizes, history, null));

        assertThat(decoded.sizes).containsExactly(Size.LARGE, Size.SMALL);
        assertThat(decoded.history.keySet()).containsExactly("z", "a");
    }

    @Test
    void givesCollectionsThatCannotBeModified() {
        Cart decoded = again(Cart.class, CART);

        assertThatThrownBy(() -> decoded.lines.clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> decoded.sizes.clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> decoded.history.clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void isIdentityOnlyWhenMadeOfScalars() {
        assertThat(Codec.of(Key.class).isIdentity()).isTrue();
        assertThat(Codec.of(Tree.class).isIdentity()).isFalse();
        assertThat(Codec.of(Cart.class).isIdentity()).isFalse();
        assertThat(Codec.of(CaseBlind.class).isIdentity()).isFalse();
    }

    @Test
    void isCanonicalUnlessEqualValuesCanHaveOtherBytes() {
        assertThat(Codec.of(Key.class).isCanonical()).isTrue();
        assertThat(Codec.of(Tree.class).isCanonical()).isTrue();
        assertThat(Codec.of(Cart.class).isCanonical()).isFalse();
        assertThat(Codec.of(CaseBlind.class).isCanonical()).isFalse();
    }

    @Test
    void namesTypeAndShape() {
        String self = getClass().getName();

        assertThat(Codec.of(Line.class).id())
                .isEqualTo("record:" + self + "$Line(item:string,quantity:int!,price:double)");
        assertThat(Codec.of(Tree.class).id())
                .isEqualTo("record:" + self + "$Tree(name:string,children:list<record:" + self + "$Tree>)");
        assertThat(Codec.of(Cart.class).id())
                .startsWith("record:" + self + "$Cart(id:uuid,lines:list<record:" + self + "$Line(")
                .endsWith(",sizes:set<enum:" + self + "$Size(SMALL,LARGE)>,history:map<string,list<long>>"
                        + ",paid:instant)");
        assertThat(Codec.of(Boxes.class).id())
                .contains("$Box<java.lang.String>(content:string)")
                .contains("$Box<java.lang.Integer>(content:int)");
        assertThat(Codec.of(Empty.class).id()).isEqualTo("record:" + self + "$Empty()");
    }

    @Test
    void namesThePathToAFieldThatHasNoCodec() {
        assertRefused(Unsupported.class, "Unsupported.workers[]{value}: java.lang.Thread has no built-in codec");
        assertRefused(Drawing.class, "Drawing.figure: " + Figure.class.getName() + " has no built-in codec");
        assertRefused(Raw.class, "Raw.list: java.util.List does not say what it contains");
        assertRefused(Box.class, "Box.content: type variable T");
        assertRefused(EndlessHolder.class, "types nest more than 100 deep");
        assertRefused(List.class, "java.util.List does not say what it contains");
        assertRefused(Object.class, "java.lang.Object has no built-in codec");
    }

    @Test
    void namesThePathToAFieldThatCannotBeEncoded() {
        Codec<Holder> codec = Codec.of(Holder.class);

        assertThatThrownBy(() -> codec.toBytes(new Holder(new Hot("x"))))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("$Holder.hot.name: ")
                .hasMessageContaining("too hot")
                .hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void namesThePathToAFieldOfAnotherClassThanDeclared() {
        List<Line> polluted = (List) List.of(new Line("pen", 1, null), "no line");

        assertThatThrownBy(() -> Codec.of(Cart.class).toBytes(cartOf(polluted, Set.of(), Map.of())))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("$Cart.lines[1].item: ");
    }

    @Test
    void namesThePathToAFieldThatCannotBeDecoded() {
        byte[] bytes = Codec.of(Cart.class).toBytes(CART);
        byte[] cut = Arrays.copyOf(bytes, 1 + 16 + 1 + 1 + 1 + 1 + 2);

        assertThatThrownBy(() -> Codec.of(Cart.class).fromBytes(cut))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("$Cart.lines[0].item: needs 3 bytes");
    }

    @Test
    void reportsAConstructorThatRefuses() {
        Sink sink = new Sink();
        sink.writeBoolean(true);
        sink.writeString("pen");
        sink.writeInt(-1);
        sink.writeBoolean(false);

        assertThatThrownBy(() -> Codec.of(Line.class).fromBytes(sink.toBytes()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("$Line can't be constructed")
                .hasMessageContaining("quantity=-1")
                .hasCauseInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesToNestTooDeep() {
        assertThatThrownBy(() -> Codec.of(Chain.class).toBytes(chainOf(Source.MAX_DEPTH + 1)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("more than 100 deep");
    }

    @Test
    void refusesAListThatContainsItself() {
        List<Tree> children = new ArrayList<>();
        children.add(new Tree("self", children));

        assertThatThrownBy(() -> Codec.of(Tree.class).toBytes(children.get(0)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("more than 100 deep");
    }

    @Test
    @Tag("threat-16")
    void refusesToReadDeeperThanItWrites() {
        Sink sink = new Sink();
        for (int i = 0; i < 1_000_000; i++) {
            sink.writeInt(i);
            sink.writeBoolean(true);
        }

        assertThatThrownBy(() -> Codec.of(Chain.class).fromBytes(sink.toBytes()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("more than 100 deep");
    }

    @Test
    @Tag("threat-16")
    void refusesACountThatExceedsTheBytes() {
        Sink sink = new Sink();
        sink.writeBoolean(false);
        sink.writeBoolean(true);
        sink.writeVarInt(Integer.MAX_VALUE);

        assertThatThrownBy(() -> Codec.of(Cart.class).fromBytes(sink.toBytes()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("$Cart.lines: count=2147483647 does not fit into the 0 bytes");
    }

    @Test
    void refusesAnElementThatOccursTwiceInASet() {
        Sink sink = new Sink();
        sink.writeBoolean(false);
        sink.writeBoolean(false);
        sink.writeBoolean(true);
        sink.writeVarInt(2);
        sink.writeBoolean(false);
        sink.writeBoolean(false);

        assertThatThrownBy(() -> Codec.of(Cart.class).fromBytes(sink.toBytes()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("$Cart.sizes[1]: an element of a set occurs twice");
    }

    @Test
    void refusesAKeyThatOccursTwiceInAMap() {
        Sink sink = new Sink();
        sink.writeBoolean(false);
        sink.writeBoolean(false);
        sink.writeBoolean(false);
        sink.writeBoolean(true);
        sink.writeVarInt(2);
        sink.writeBytes(new byte[4]);

        assertThatThrownBy(() -> Codec.of(Cart.class).fromBytes(sink.toBytes()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("$Cart.history{1}: a key of a map occurs twice");
    }

    private static <T> void assertComesBack(Class<T> type, T value) {
        assertThat(again(type, value)).isEqualTo(value);
    }

    private static <T> T again(Class<T> type, T value) {
        Codec<T> codec = Codec.of(type);
        return codec.fromBytes(codec.toBytes(value));
    }

    private static void assertRefused(Class<?> type, String message) {
        assertThatThrownBy(() -> Codec.of(type))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(message);
    }

    @SuppressWarnings("NullAway") // Nulls inside are what is tested.
    private static Cart cartOf(
            @Nullable List<@Nullable Line> lines,
            @Nullable Set<@Nullable Size> sizes,
            @Nullable Map<@Nullable String, @Nullable List<Long>> history) {
        return new Cart(new UUID(0, 0), lines, sizes, history, null);
    }

    private static Chain chainOf(int length) {
        Chain chain = new Chain(1, null);
        for (int i = 2; i <= length; i++) {
            chain = new Chain(i, chain);
        }
        return chain;
    }
}
