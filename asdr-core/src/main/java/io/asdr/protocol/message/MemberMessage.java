package io.asdr.protocol.message;

/** What two members say to each other about views and leases. */
public sealed interface MemberMessage permits ViewMessage, LeaseMessage, ExchangeMessage {}
