package io.asdr.examples.benchmarks;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import io.asdr.CopyMode;
import io.asdr.TableConfig;
import java.util.Locale;

/** The tables that are measured. */
enum Tables {
    /** One replica, and readers keep copies. */
    COHERENT(1, CopyMode.COHERENT),
    /** One replica; a reader asks each time. */
    REPLICATED(1, CopyMode.NONE),
    /** Only the owner has an entry; all others ask each time. */
    REMOTE(0, CopyMode.NONE);

    private final int replicas;
    private final CopyMode copies;

    Tables(int replicas, CopyMode copies) {
        this.replicas = replicas;
        this.copies = copies;
    }

    AsdrTable<String, String> open(AsdrNode node) {
        return node.table(TableConfig.of(name().toLowerCase(Locale.ROOT), String.class, String.class)
                .replicas(replicas)
                .copies(copies)
                .build());
    }
}
