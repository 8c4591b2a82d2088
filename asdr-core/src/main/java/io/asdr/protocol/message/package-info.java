/** What members say to each other: one sealed family a conversation. */
package io.asdr.protocol.message;
