package io.asdr.codec;

import io.asdr.CodecException;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The only classes that a serialized stream may name. A name that is not in the list never reaches a class loader.
 *
 * <p>Arrays are allowed with their component class. Abstract superclasses come with their subclasses, since no object is of their class; a superclass that can have
 * objects must be listed.
 */
final class AllowList {

    private static final Map<String, Class<?>> PRIMITIVES = Map.of(
            "Z", boolean.class,
            "B", byte.class,
            "S", short.class,
            "C", char.class,
            "I", int.class,
            "J", long.class,
            "F", float.class,
            "D", double.class);

    private final Map<String, Class<?>> byName = new HashMap<>();

    AllowList(Class<?> type, Collection<Class<?>> others) {
        add(type);
        others.forEach(this::add);
        Map.copyOf(byName).values().forEach(this::addAbstractSuperclasses);
    }

    /** The class that a stream names so, array classes by their descriptor. */
    Class<?> find(String name) {
        int dimensions = name.lastIndexOf('[') + 1;
        Class<?> found = dimensions == 0 ? byName.get(name) : elementOf(name.substring(dimensions));
        if (found == null) {
            throw new CodecException(name + " is not in the allow-list");
        }
        for (int i = 0; i < dimensions; i++) {
            found = found.arrayType();
        }
        return found;
    }

    boolean contains(Class<?> type) {
        return byName.get(type.getName()) == type;
    }

    /** The names in their order, each with the version that Java serialization compares. */
    @Override
    public String toString() {
        return new TreeMap<>(byName)
                .values().stream()
                        .map(type -> type.getName() + "#"
                                + ObjectStreamClass.lookupAny(type).getSerialVersionUID())
                        .collect(Collectors.joining(",", "(", ")"));
    }

    private void add(Class<?> type) {
        if (type.isArray()) {
            add(type.getComponentType());
        } else {
            byName.put(type.getName(), type);
        }
    }

    private void addAbstractSuperclasses(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        while (parent != null && Serializable.class.isAssignableFrom(parent)) {
            if (Modifier.isAbstract(parent.getModifiers())) {
                byName.put(parent.getName(), parent);
            } else if (!contains(parent)) {
                throw new CodecException(type.getName() + " is in the allow-list, its superclass " + parent.getName()
                        + " must be there too");
            }
            parent = parent.getSuperclass();
        }
    }

    private @Nullable Class<?> elementOf(String descriptor) {
        return descriptor.startsWith("L") && descriptor.endsWith(";")
                ? byName.get(descriptor.substring(1, descriptor.length() - 1))
                : PRIMITIVES.get(descriptor);
    }
}
