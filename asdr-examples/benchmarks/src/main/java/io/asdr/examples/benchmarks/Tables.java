package io.asdr.examples.benchmarks;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import io.asdr.CopyMode;
import io.asdr.TableConfig;
import io.asdr.WhenSplit;
import java.time.Duration;
import java.util.Locale;

/** The tables that are measured. */
enum Tables {
    /** One replica, and readers keep copies. */
    COHERENT(1, CopyMode.COHERENT),
    /** One replica; a reader asks each time. */
    REPLICATED(1, CopyMode.NONE),
    /** Only the owner has an entry; all others ask each time. */
    REMOTE(0, CopyMode.NONE),
    /** All entries at member 1, without replicas, copies at others; what nobody uses for half a minute goes. */
    AGEING(0, CopyMode.COHERENT),
    /** As {@link #COHERENT}, and never in two parts of a split. */
    STRICT_COHERENT(1, CopyMode.COHERENT),
    /** As {@link #REPLICATED}, and never in two parts of a split. */
    STRICT_REPLICATED(1, CopyMode.NONE);

    private static final String STRICT = "STRICT_";
    private static final Duration MAX_IDLE = Duration.ofSeconds(30);

    private final int replicas;
    private final CopyMode copies;

    Tables(int replicas, CopyMode copies) {
        this.replicas = replicas;
        this.copies = copies;
    }

    /** The same table in another mode. */
    Tables in(WhenSplit mode) {
        return mode == WhenSplit.STRICT && !isStrict() ? valueOf(STRICT + name()) : this;
    }

    AsdrTable<String, String> open(AsdrNode node) {
        TableConfig.Builder<String, String> config = TableConfig.of(
                        name().toLowerCase(Locale.ROOT), String.class, String.class)
                .replicas(replicas)
                .copies(copies)
                .whenSplit(isStrict() ? WhenSplit.STRICT : WhenSplit.SERVE);
        if (this == AGEING) {
            config.maxIdle(MAX_IDLE).pin(key -> true, Site.name(1));
        }
        return node.table(config.build());
    }

    private boolean isStrict() {
        return name().startsWith(STRICT);
    }
}
