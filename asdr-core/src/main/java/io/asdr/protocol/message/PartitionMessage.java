package io.asdr.protocol.message;

/** What two members say to each other about one partition of one table. */
public sealed interface PartitionMessage
        permits ReadMessage, CallMessage, ChainMessage, ContractMessage, HandoverMessage, ScanMessage {}
