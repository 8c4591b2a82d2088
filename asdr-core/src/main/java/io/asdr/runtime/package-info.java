/** Threads and real time: what drives the protocol and gives the application its table. */
package io.asdr.runtime;
