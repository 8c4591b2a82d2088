package io.asdr.integration;

import io.asdr.AsdrTable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A table that is broken on purpose: a cache before its reads that nobody invalidates, as many applications have one. Shows that the judges of these tests can find a fault. */
final class StaleReads {

    private StaleReads() {}

    @SuppressWarnings("unchecked")
    static AsdrTable<String, String> over(AsdrTable<String, String> table) {
        Map<Object, Object> cache = new ConcurrentHashMap<>();
        return (AsdrTable<String, String>) Proxy.newProxyInstance(
                StaleReads.class.getClassLoader(), new Class<?>[] {AsdrTable.class}, (proxy, method, arguments) -> {
                    boolean isRead = method.getName().equals("get");
                    Object cached = isRead ? cache.get(arguments[0]) : null;
                    if (cached != null) {
                        return cached;
                    }
                    try {
                        Object answer = method.invoke(table, arguments);
                        if (isRead && answer != null) {
                            cache.put(arguments[0], answer);
                        }
                        return answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
