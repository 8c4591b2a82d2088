package io.asdr.runtime;

import io.asdr.NodeCommandsMXBean;
import io.asdr.NodeMXBean;
import io.asdr.TableCommandsMXBean;
import io.asdr.TableMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;

/** The JMX beans of a node and of its tables: there from the start to the end of each. A name that another one has is left to it. Thread-safe. */
final class Beans {

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Node node;
    private final String cluster;
    private final boolean commands;
    private final EventLog log;
    private final Map<String, ObjectName> tables = new TreeMap<>();
    private final Map<String, ObjectName> registered = new TreeMap<>();
    private boolean closed;

    Beans(Node node, String cluster, boolean commands, EventLog log) {
        this.node = node;
        this.cluster = cluster;
        this.commands = commands;
        this.log = log;
    }

    synchronized void open() {
        NodeBean bean = new NodeBean(node);
        register(name("Node", ""), commands ? bean(bean, NodeCommandsMXBean.class) : bean(bean, NodeMXBean.class));
    }

    /** A table was opened, now or before. */
    synchronized void onTable(TypedTable<?, ?> table) {
        if (closed || tables.containsKey(table.name())) {
            return;
        }
        ObjectName name = name("Table", ",table=" + ObjectName.quote(table.name()));
        tables.put(table.name(), name);
        TableBean bean = new TableBean(node, table);
        register(name, commands ? bean(bean, TableCommandsMXBean.class) : bean(bean, TableMXBean.class));
    }

    /** The handle of a table is of no use any more. */
    synchronized void onRefused(String table) {
        ObjectName name = tables.remove(table);
        if (name != null) {
            unregister(name);
        }
    }

    synchronized void close() {
        closed = true;
        Map.copyOf(registered).values().forEach(this::unregister);
    }

    private static <T> StandardMBean bean(T bean, Class<T> shown) {
        return new StandardMBean(bean, shown, true);
    }

    private ObjectName name(String type, String more) {
        String text = "io.asdr:type=" + type + ",cluster=" + ObjectName.quote(cluster) + ",node="
                + ObjectName.quote(node.name()) + more;
        try {
            return new ObjectName(text);
        } catch (JMException malformed) {
            throw new IllegalStateException("quoted names must do: " + text, malformed);
        }
    }

    private void register(ObjectName name, StandardMBean bean) {
        try {
            server.registerMBean(bean, name);
            registered.put(name.toString(), name);
        } catch (JMException | RuntimeException refused) {
            log.beanRefused(name.toString(), refused);
        }
    }

    private void unregister(ObjectName name) {
        if (registered.remove(name.toString()) == null) {
            return;
        }
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException gone) {
            log.beanGone(name.toString());
        } catch (JMException | RuntimeException refused) {
            log.beanRefused(name.toString(), refused);
        }
    }
}
