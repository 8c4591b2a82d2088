package io.asdr;

/** What JMX shows of a table of a node that takes commands: registered in place of {@link TableMXBean} after {@link NodeBuilder#adminCommands(boolean)}. Requirement R33. */
public interface TableCommandsMXBean extends TableMXBean {

    /**
     * {@link AsdrTable#poison}, for a table whose keys are strings.
     *
     * @throws IllegalStateException if they are not
     */
    void poison(String key, String reason);
}
