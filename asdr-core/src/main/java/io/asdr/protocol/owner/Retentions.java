package io.asdr.protocol.owner;

import io.asdr.protocol.message.CallMessage.Request;
import io.asdr.protocol.message.Key;
import io.asdr.protocol.message.Operation;
import io.asdr.spi.MemberId;
import io.asdr.spi.View;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which members hold a reference to which entries (R45). A new owner is told by them again. */
final class Retentions {

    /** {@code sequence} numbers the member's call: one that comes late does not undo a later one. */
    private record Reference(long sequence, boolean held) {}

    private final TreeMap<Key, TreeMap<MemberId, Reference>> references = new TreeMap<>();

    /** What each member gave back, by the call that did: until no earlier call of it can come any more. */
    private final TreeMap<MemberId, TreeMap<Long, Key>> released = new TreeMap<>();

    void on(MemberId from, Request request) {
        boolean held = request.operation() == Operation.RETAIN;
        TreeMap<MemberId, Reference> ofKey = references.computeIfAbsent(request.key(), key -> new TreeMap<>());
        Reference known = ofKey.get(from);
        if (known == null || known.sequence() < request.sequence()) {
            ofKey.put(from, new Reference(request.sequence(), held));
            TreeMap<Long, Key> ofMember = released.computeIfAbsent(from, member -> new TreeMap<>());
            if (known != null) {
                ofMember.remove(known.sequence());
            }
            if (!held) {
                ofMember.put(request.sequence(), request.key());
            }
        }
        forgetReleased(from, request.lowMark());
    }

    boolean isRetained(Key key) {
        TreeMap<MemberId, Reference> ofKey = references.get(key);
        return ofKey != null && ofKey.values().stream().anyMatch(Reference::held);
    }

    /** Who holds one. */
    List<MemberId> members(Key key) {
        return references.getOrDefault(key, new TreeMap<>()).entrySet().stream()
                .filter(reference -> reference.getValue().held())
                .map(Map.Entry::getKey)
                .toList();
    }

    void onView(View view) {
        references.values().forEach(ofKey -> ofKey.keySet().removeIf(member -> !view.contains(member)));
        references.values().removeIf(TreeMap::isEmpty);
        released.keySet().removeIf(member -> !view.contains(member));
    }

    /** How many references are known, those that were given back and are not forgotten yet too; for tests. */
    int known() {
        return references.values().stream().mapToInt(TreeMap::size).sum();
    }

    /** What the member released by a call that is over can't be undone by one that comes late. */
    private void forgetReleased(MemberId member, long lowMark) {
        SortedMap<Long, Key> over =
                released.getOrDefault(member, new TreeMap<>()).headMap(lowMark);
        over.values().forEach(key -> {
            TreeMap<MemberId, Reference> ofKey = references.get(key);
            if (ofKey != null) {
                ofKey.remove(member);
                if (ofKey.isEmpty()) {
                    references.remove(key);
                }
            }
        });
        over.clear();
    }
}
