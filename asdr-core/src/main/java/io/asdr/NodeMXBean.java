package io.asdr;

import java.util.List;

/** What JMX shows of a node, as {@code io.asdr:type=Node,cluster="...",node="..."}. It changes nothing; see {@link NodeBuilder#adminCommands(boolean)}. Requirement R33. */
public interface NodeMXBean {

    /** The node's name. */
    String getName();

    /** The {@link NodeStatus}, by name. */
    String getStatus();

    /** Names of the members of the view, oldest first. */
    List<String> getMembers();

    /** The number of the view. */
    long getViewEpoch();

    /** For how long this member may go on as owner if nobody answers it any more, in milliseconds; 0 if it may not now. */
    long getLeaseLeftMillis();

    /** {@link AsdrNode#report()}. */
    String getReport();
}
