/** What an application imports: {@link io.asdr.AsdrNode} first, then {@link io.asdr.AsdrTable}. */
package io.asdr;
