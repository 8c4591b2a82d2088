package io.asdr.codec;

import io.asdr.CodecException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record: its components in the order of their declaration.
 *
 * <p>It relies on what {@link Record} demands of every record class: one made again from what the accessors of another return equals that other.
 */
final class RecordPart implements Part<Object> {

    private record Component(String name, MethodHandle accessor, Slot slot) {}

    private final TypeUse use;
    private final MethodHandle constructor;
    private final List<Component> components;

    RecordPart(TypeUse use, PartResolver resolver) {
        this.use = use;
        var access = new RecordAccess(use.raw(), resolver.lookup());
        this.constructor = access.constructor();
        resolver.onBegun(use, this);
        this.components = componentsOf(use, access, resolver);
    }

    @Override
    public void encode(Object value, Sink sink) {
        Objects.requireNonNull(value, "value");
        sink.enterNesting();
        for (Component component : components) {
            try {
                component.slot.encode(read(component, value), sink);
            } catch (RuntimeException | StackOverflowError e) {
                throw FieldException.at(use.raw(), component.name, e);
            }
        }
        sink.leaveNesting();
    }

    @Override
    public Object decode(Source source) {
        source.enterNesting();
        @Nullable Object[] values = new Object[components.size()];
        for (int i = 0; i < values.length; i++) {
            try {
                values[i] = components.get(i).slot.decode(source);
            } catch (RuntimeException | StackOverflowError e) {
                throw FieldException.at(use.raw(), components.get(i).name, e);
            }
        }
        source.leaveNesting();
        return construct(values);
    }

    @Override
    public void describe(ShapeDescription description) {
        description.append("record:" + use);
        if (description.isFirst(use)) {
            describeComponents(description);
        }
        if (declaresEquals()) {
            description.onOtherBytes();
        }
    }

    private void describeComponents(ShapeDescription description) {
        String separator = "(";
        for (Component component : components) {
            description.append(separator + component.name + ":");
            component.slot.describe(description);
            separator = ",";
        }
        description.append(components.isEmpty() ? "()" : ")");
    }

    /** Compilers make the implicit {@code equals} of a record final; one that is not was written by hand, and may call records equal that have different bytes. */
    private boolean declaresEquals() {
        try {
            return !Modifier.isFinal(use.raw().getMethod("equals", Object.class).getModifiers());
        } catch (NoSuchMethodException e) {
            throw new AssertionError("every class has equals", e);
        }
    }

    private static List<Component> componentsOf(TypeUse use, RecordAccess access, PartResolver resolver) {
        List<Component> components = new ArrayList<>();
        for (RecordComponent component : use.raw().getRecordComponents()) {
            try {
                Slot slot = resolver.slot(use.resolve(component.getGenericType()));
                components.add(new Component(component.getName(), access.accessor(component), slot));
            } catch (RuntimeException e) {
                throw FieldException.at(use.raw(), component.getName(), e);
            }
        }
        return List.copyOf(components);
    }

    private Object construct(@Nullable Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (Throwable e) {
            throw failure(use + " can't be constructed", e);
        }
    }

    private static @Nullable Object read(Component component, Object value) {
        try {
            return (Object) component.accessor.invokeExact(value);
        } catch (Throwable e) {
            throw failure("it can't be read", e);
        }
    }

    private static CodecException failure(String what, Throwable e) {
        if (e instanceof Error error && !(e instanceof StackOverflowError)) {
            throw error;
        }
        return new CodecException(what + ": " + e, e);
    }
}
