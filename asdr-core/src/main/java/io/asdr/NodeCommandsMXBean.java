package io.asdr;

/** What JMX shows of a node that takes commands: registered in place of {@link NodeMXBean} after {@link NodeBuilder#adminCommands(boolean)}. Requirement R33. */
public interface NodeCommandsMXBean extends NodeMXBean {

    /**
     * {@link AsdrNode#leave}, which closes the node; the bean is gone then.
     *
     * @return how many partitions could not be handed over
     * @throws IllegalArgumentException if {@code timeoutMillis} is negative
     */
    int leave(long timeoutMillis);
}
