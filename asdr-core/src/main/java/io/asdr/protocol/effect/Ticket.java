package io.asdr.protocol.effect;

/** Stands for a caller of this member that waits; made by the runtime, and handed back with the result. */
public interface Ticket {}
