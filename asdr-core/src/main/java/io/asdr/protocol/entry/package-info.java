/** Entries as the protocol sees them; the hot path implements them. */
package io.asdr.protocol.entry;
