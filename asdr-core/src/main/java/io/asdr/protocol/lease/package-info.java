/** Until when members may rely on each other. */
package io.asdr.protocol.lease;
