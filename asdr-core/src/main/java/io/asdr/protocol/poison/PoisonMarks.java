package io.asdr.protocol.poison;

import io.asdr.protocol.effect.Poisoning;
import io.asdr.protocol.message.Key;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last poisonings in one partition, for people: of all its keys, and of single ones the last {@value #MOST}. */
public final class PoisonMarks {

    private static final int MOST = 32;

    private final LinkedHashMap<Key, Poisoning> marks = new LinkedHashMap<>();
    private @Nullable Poisoning ofAll;

    /** What was here became unusable at once. */
    public void putAll(Poisoning poisoning) {
        ofAll = poisoning;
    }

    public void put(Key key, Poisoning poisoning) {
        marks.remove(key);
        marks.put(key, poisoning);
        if (marks.size() > MOST) {
            Map.Entry<Key, Poisoning> oldest = marks.entrySet().iterator().next();
            marks.remove(oldest.getKey());
        }
    }

    /** The later one of what befell the key and what befell all; null if nothing did. */
    public @Nullable Poisoning last(Key key) {
        Poisoning ofKey = marks.get(key);
        boolean later = ofKey != null && (ofAll == null || ofKey.wallMicros() >= ofAll.wallMicros());
        return later ? ofKey : ofAll;
    }
}
