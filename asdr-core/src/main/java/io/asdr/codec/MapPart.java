package io.asdr.codec;

import io.asdr.CodecException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A map: the count, then keys and values in the order of iteration. What is decoded can't be modified. */
final class MapPart implements Part<Map<@Nullable Object, @Nullable Object>> {

    private final Slot key;
    private final Slot value;

    MapPart(Slot key, Slot value) {
        this.key = key;
        this.value = value;
    }

    @Override
    public void encode(Map<@Nullable Object, @Nullable Object> map, Sink sink) {
        // One snapshot gives count and entries: a concurrent map may change in between.
        List<Map.Entry<@Nullable Object, @Nullable Object>> entries = new ArrayList<>(map.entrySet());
        sink.enterNesting();
        sink.writeVarInt(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            try {
                key.encode(entries.get(i).getKey(), sink);
                value.encode(entries.get(i).getValue(), sink);
            } catch (RuntimeException | StackOverflowError e) {
                throw FieldException.at("{" + i + "}", e);
            }
        }
        sink.leaveNesting();
    }

    @Override
    public Map<@Nullable Object, @Nullable Object> decode(Source source) {
        source.enterNesting();
        int count = source.readCount(2);
        Map<@Nullable Object, @Nullable Object> map =
                new LinkedHashMap<>(Math.min(count, CollectionPart.TRUSTED_COUNT));
        for (int i = 0; i < count; i++) {
            try {
                map.put(key.decode(source), value.decode(source));
                if (map.size() == i) {
                    throw new CodecException("a key of a map occurs twice");
                }
            } catch (RuntimeException | StackOverflowError e) {
                throw FieldException.at("{" + i + "}", e);
            }
        }
        source.leaveNesting();
        return Collections.unmodifiableMap(map);
    }

    @Override
    public void describe(ShapeDescription description) {
        description.append("map<");
        key.describe(description);
        description.append(",");
        value.describe(description);
        description.append(">");
        description.onOtherBytes();
    }
}
