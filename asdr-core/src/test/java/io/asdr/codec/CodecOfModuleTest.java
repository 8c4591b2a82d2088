package io.asdr.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asdr.CodecException;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records of a module that opens nothing: {@code shop} exports one package and keeps another to itself. */
class CodecOfModuleTest {

    private static final Map<String, String> SOURCES = Map.of(
            "module-info.java",
            "module shop { exports shop; }",
            "shop/Exported.java",
            "package shop; public record Exported(String text, int number) {}",
            "shop/Access.java",
            "package shop; public class Access { public static final java.lang.invoke.MethodHandles.Lookup LOOKUP ="
                    + " java.lang.invoke.MethodHandles.lookup(); }",
            "shop/closed/Closed.java",
            "package shop.closed; record Closed(String text, java.util.List<Closed> parts) {"
                    + " static final Closed EXAMPLE = new Closed(\"x\", java.util.List.of()); }",
            "shop/Holder.java",
            "package shop; public record Holder(shop.closed.Visible part) {}",
            "shop/closed/Visible.java",
            "package shop.closed; public record Visible(String text) {}");

    @TempDir
    private static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static Module shop;

    @BeforeAll
    static void buildTheModule() throws IOException {
        Path classes = directory.resolve("classes");
        var javac = ToolProvider.findFirst("javac").orElseThrow();
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString()));
        arguments.addAll(writeSources());

        int exitCode = javac.run(System.out, System.err, arguments.toArray(String[]::new));

        assertThat(exitCode).isZero();
        ModuleLayer boot = ModuleLayer.boot();
        ModuleLayer layer = boot.defineModulesWithOneLoader(
                boot.configuration().resolve(ModuleFinder.of(classes), ModuleFinder.of(), Set.of("shop")),
                CodecOfModuleTest.class.getClassLoader());
        shop = layer.findModule("shop").orElseThrow();
    }

    @Test
    void findsAPublicRecordOfAnExportedPackage() throws ReflectiveOperationException {
        Class<?> type = load("shop.Exported");
        Object value = type.getConstructor(String.class, int.class).newInstance("x", 1);

        assertComesBack(Codec.of(type), value);
    }

    @Test
    void refusesARecordOfAClosedPackageAndSaysWhatToDo() throws ReflectiveOperationException {
        assertThatThrownBy(() -> Codec.of(load("shop.closed.Closed")))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("shop.closed.Closed can't be accessed")
                .hasMessageContaining("Codec.of(Class, Lookup)");
        assertThatThrownBy(() -> Codec.of(load("shop.Holder")))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("shop.Holder.part: shop.closed.Visible can't be accessed");
    }

    @Test
    void findsARecordOfAClosedPackageByALookup() throws ReflectiveOperationException {
        Class<?> type = load("shop.closed.Closed");
        MethodHandles.Lookup lookup = lookupOfTheModule();
        var example = MethodHandles.privateLookupIn(type, lookup).findStaticVarHandle(type, "EXAMPLE", type);

        assertComesBack(Codec.of(type, lookup), example.get());
        assertThat(Codec.of(load("shop.Holder"), lookup).id())
                .isEqualTo("record:shop.Holder(part:record:shop.closed.Visible(text:string))");
    }

    private static List<String> writeSources() throws IOException {
        List<String> files = new ArrayList<>();
        for (var source : SOURCES.entrySet()) {
            Path file = directory.resolve("source").resolve(source.getKey());
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()).toString());
        }
        return files;
    }

    private static Class<?> load(String name) {
        return Class.forName(shop, name);
    }

    private static MethodHandles.Lookup lookupOfTheModule() throws ReflectiveOperationException {
        return (MethodHandles.Lookup) load("shop.Access").getField("LOOKUP").get(null);
    }

    @SuppressWarnings("unchecked")
    private static <T> void assertComesBack(Codec<T> codec, Object value) {
        assertThat(codec.fromBytes(codec.toBytes((T) value))).isEqualTo(value);
    }
}
