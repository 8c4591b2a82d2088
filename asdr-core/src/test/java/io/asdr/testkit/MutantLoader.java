package io.asdr.testkit;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.spi.ToolProvider;

/** Loads the product and its tests once more, with some classes of the product replaced by those of its mutant. */
final class MutantLoader extends URLClassLoader {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final String OURS = "io.asdr.";

    private MutantLoader(URL... places) {
        super(places, MutantLoader.class.getClassLoader());
    }

    /** Compiles the mutant below {@code directory}, and loads what is to be replaced from there. */
    static MutantLoader of(Mutant mutant, Path directory) throws IOException {
        Path sources = directory.resolve("source");
        Path classes = directory.resolve("classes");
        Files.createDirectories(classes);
        for (Map.Entry<String, String> source :
                mutant.mutate(path -> Files.readString(SOURCES.resolve(path))).entrySet()) {
            Path file = sources.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            compile(file, classes);
        }
        return new MutantLoader(classes.toUri().toURL(), home(RandomRun.class), home(MutantLife.class));
    }

    private static void compile(Path source, Path classes) {
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        String classPath = System.getProperty("java.class.path");
        int exitCode = javac.run(
                System.out, System.err, "-d", classes.toString(), "-cp", classPath, "-proc:none", source.toString());
        if (exitCode != 0) {
            throw new IllegalStateException(source + " does not compile");
        }
    }

    private static URL home(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    /** The life of the mutant, in the classes of this loader. */
    @SuppressWarnings("unchecked")
    LongFunction<List<String>> life(Mutant mutant) throws ReflectiveOperationException {
        return (LongFunction<List<String>>) loadClass(MutantLife.class.getName())
                .getConstructor(String.class)
                .newInstance(mutant.name());
    }

    /** Ours from here, whatever the parent has. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }
}
