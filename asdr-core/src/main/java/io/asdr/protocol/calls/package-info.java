/** Calls that may change an entry: the caller's side, and the record that keeps them from taking effect twice. */
package io.asdr.protocol.calls;
