package io.asdr.local;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

/** Copies of the sources of the hot path that were changed: in the order of their accesses, or by a stop after each load of a reader. */
final class ChangedSources {

    private static final Path SOURCES = Path.of("src/main/java/io/asdr/local");
    private static final String ENTRY = "HeapEntry.java";
    private static final String INDEX = "ReadIndex.java";
    private static final Pattern LOADS = Pattern.compile(
            "store\\.lease\\(\\)\\.untilNanos\\(\\)|store\\.floor\\(\\)|\\bdecoded\\b|\\bretired\\b|clock\\.nanos\\(\\)|entries\\.get\\(key\\)");

    private final Map<String, String> sources = new LinkedHashMap<>();

    /** Changes one place, which must stand in the file once. */
    ChangedSources replace(String file, String text, String replacement) throws IOException {
        return change(file, source -> {
            int at = source.indexOf(text);
            if (at < 0 || source.indexOf(text, at + 1) >= 0) {
                throw new IllegalStateException("'" + text + "' must stand in " + file + " exactly once");
            }
            return source.substring(0, at) + replacement + source.substring(at + text.length());
        });
    }

    /** Stops readers after each of their loads. */
    ChangedSources stop() throws IOException {
        change(ENTRY, source -> stop(source, "    Object read(Clock clock) {", 5));
        change(ENTRY, source -> stop(source, "    public boolean isServable(Clock clock) {", 4));
        return change(INDEX, source -> stop(source, "    public @Nullable Object read(Object key, Clock clock) {", 1));
    }

    private static String stop(String source, String method, int loads) {
        int from = source.indexOf(method);
        int to = source.indexOf("\n    }\n", from);
        if (from < 0) {
            throw new IllegalStateException("no method '" + method + "'");
        }
        Matcher matcher = LOADS.matcher(source.substring(from, to));
        List<String> found = new ArrayList<>();
        String stopped = matcher.replaceAll(load -> {
            found.add(load.group());
            // The lease is two loads: which horizon, and its end.
            return load.group().equals("store.lease().untilNanos()")
                    ? "Stops.at(clock, Stops.at(clock, store.lease()).untilNanos())"
                    : "Stops.at(clock, " + load.group() + ")";
        });
        if (found.size() != loads || found.stream().distinct().count() != loads) {
            throw new IllegalStateException("'" + method + "' makes the loads " + found + ", and not " + loads);
        }
        return source.substring(0, from) + stopped + source.substring(to);
    }

    private ChangedSources change(String file, UnaryOperator<String> change) throws IOException {
        String before = sources.get(file);
        sources.put(file, change.apply(before == null ? Files.readString(SOURCES.resolve(file)) : before));
        return this;
    }

    /** Compiles the copies below {@code directory}; returns where their classes are. */
    Path compile(Path directory) throws IOException {
        Path classes = Files.createDirectories(directory.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of(
                "-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none", "-nowarn"));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path copy = Files.createDirectories(directory.resolve("source")).resolve(source.getKey());
            arguments.add(Files.writeString(copy, source.getValue()).toString());
        }
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        if (javac.run(System.out, System.err, arguments.toArray(new String[0])) != 0) {
            throw new IllegalStateException(sources.keySet() + " do not compile");
        }
        return classes;
    }

    /** Loads the product and its tests once more, with the compiled copies in their places. */
    Loader load(Path directory) throws IOException {
        return new Loader(compile(directory).toUri().toURL());
    }

    /** Classes of ours from here, whatever the parent has. */
    static final class Loader extends URLClassLoader {

        private Loader(URL changed) throws MalformedURLException {
            super(new URL[] {changed, home(HeapEntry.class), home(Loader.class)}, Loader.class.getClassLoader());
        }

        private static URL home(Class<?> type) {
            return type.getProtectionDomain().getCodeSource().getLocation();
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.asdr.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }
}
