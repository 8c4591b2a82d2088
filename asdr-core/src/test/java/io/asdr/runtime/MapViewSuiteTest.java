package io.asdr.runtime;

import java.util.concurrent.ConcurrentMap;

class MapViewSuiteTest extends ConcurrentMapContract {

    @Override
    protected ConcurrentMap<String, String> emptyMap() {
        return new MapView<>(new FakeTable<>());
    }
}
