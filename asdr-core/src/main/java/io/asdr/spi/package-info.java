/** What an adapter implements: membership, transport, ownership, and the values that they exchange with the core. */
package io.asdr.spi;
