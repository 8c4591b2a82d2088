package io.asdr.protocol.view;

import io.asdr.spi.KeyFormat;
import io.asdr.spi.KeyFormats;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * On which key format members agree. What each tells is a vote until there is a view; from then on the view's word counts, and who can't read it stays out.
 */
final class FormatVote {

    private FormatVote() {}

    /**
     * The formats of a view whose members all have the one before, and want nothing but to go on: where all have a greater major as their own, the tables begin to move to it. One move at a time.
     *
     * @return {@code before} if nothing changes
     */
    static KeyFormats next(KeyFormats before, Collection<KeyFormats> votes) {
        int major = votes.stream().mapToInt(vote -> vote.format().major()).min().orElse(0);
        boolean common = votes.stream().allMatch(vote -> vote.format().major() == major && vote.readsAllOf(before));
        if (!common || major <= before.format().major() || !before.others().isEmpty()) {
            return before;
        }
        return new KeyFormats(
                new KeyFormat(major, minor(major, votes, 0)),
                List.of(before.format().major()));
    }

    /**
     * The formats of a view.
     *
     * @param base those of the view that it goes on from; null for the first one, where the major wins that most of the members read, and of several the greatest
     * @param votes what its members read, and whoever would be one if the major lets it
     */
    static KeyFormats agree(@Nullable KeyFormats base, Collection<KeyFormats> votes) {
        if (base == null) {
            int major = mostRead(votes);
            return new KeyFormats(new KeyFormat(major, minor(major, votes, 0)), List.of());
        }
        int major = base.format().major();
        return new KeyFormats(
                new KeyFormat(major, minor(major, votes, base.format().minor())), base.others());
    }

    private static int mostRead(Collection<KeyFormats> votes) {
        Map<Integer, Integer> readers = new TreeMap<>();
        for (KeyFormats vote : votes) {
            readers.merge(vote.format().major(), 1, Integer::sum);
            vote.others().forEach(other -> readers.merge(other, 1, Integer::sum));
        }
        return readers.entrySet().stream()
                .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .orElse(KeyFormat.FIRST.major());
    }

    /** The least minor of the members that have the major as their own: the others can read it, and know nothing of later ones. */
    private static int minor(int major, Collection<KeyFormats> votes, int otherwise) {
        return votes.stream()
                .map(KeyFormats::format)
                .filter(format -> format.major() == major)
                .map(KeyFormat::minor)
                .min(Comparator.naturalOrder())
                .orElse(otherwise);
    }
}
