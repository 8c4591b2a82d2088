/** What a member of the chain does. */
package io.asdr.protocol.replica;
