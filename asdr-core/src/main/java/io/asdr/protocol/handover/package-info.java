/** How a partition passes to a new owner. */
package io.asdr.protocol.handover;
