package io.asdr.protocol.poison;

import io.asdr.protocol.effect.Poisoning;
import io.asdr.protocol.message.Key;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last poisonings of single keys of one partition, for people: of the last {@value #MOST} keys. */
public final class PoisonMarks {

    private static final int MOST = 32;

    private final LinkedHashMap<Key, Poisoning> marks = new LinkedHashMap<>();

    public void put(Key key, Poisoning poisoning) {
        marks.remove(key);
        marks.put(key, poisoning);
        if (marks.size() > MOST) {
            Map.Entry<Key, Poisoning> oldest = marks.entrySet().iterator().next();
            marks.remove(oldest.getKey());
        }
    }

    public @Nullable Poisoning find(Key key) {
        return marks.get(key);
    }
}
