/** Transport on Netty. */
package io.asdr.transport;
