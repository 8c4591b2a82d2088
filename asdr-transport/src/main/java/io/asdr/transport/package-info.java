/** Moves frames between members over TCP, on Netty. */
package io.asdr.transport;
