package io.asdr.examples.accesslog;

import java.time.Instant;

/**
 * One readable line of an access log.
 *
 * @param bytes of the response body; 0 where the log has none
 */
record Request(String client, String path, int status, long bytes, Instant time) {}
