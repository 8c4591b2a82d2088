/** Threads and real time: assembles a node, runs its lanes, and stands between applications and the protocol. */
package io.asdr.runtime;
