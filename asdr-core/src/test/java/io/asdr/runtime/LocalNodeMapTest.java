package io.asdr.runtime;

import io.asdr.AsdrNode;
import io.asdr.AsdrTable;
import io.asdr.TableConfig;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

@Tag("R41")
@Tag("R43")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LocalNodeMapTest extends ConcurrentMapContract {

    private final AsdrNode node = AsdrNode.local();
    private final AsdrTable<String, String> table =
            node.table(TableConfig.of("t", String.class, String.class).build());

    @AfterAll
    void close() {
        node.close();
    }

    @Override
    protected ConcurrentMap<String, String> emptyMap() {
        table.clear();
        return table.asMap();
    }
}
