/** What the protocol causes, and what the runtime hands in for that. */
package io.asdr.protocol.effect;
