package io.asdr;

/** What JMX shows of a table of a node that takes commands: registered in place of {@link TableMXBean} after {@link NodeBuilder#adminCommands(boolean)}. Requirement R33. */
public interface TableCommandsMXBean extends TableMXBean {

    /**
     * {@link AsdrTable#poison}.
     *
     * @param key as its table's key codec takes it, see {@link io.asdr.codec.Codec#parse}: a string, a number, a UUID, a constant of an enum and the like as {@code toString} writes them
     * @throws IllegalArgumentException if the text is no key of the table, or its keys can't be written as text
     */
    void poison(String key, String reason);
}
