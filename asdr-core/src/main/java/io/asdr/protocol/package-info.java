/** The protocol: decides everything, and reads no clock, starts no thread, opens no socket. */
package io.asdr.protocol;
