/** How entries that nobody uses or that have had their time are found. */
package io.asdr.protocol.upkeep;
