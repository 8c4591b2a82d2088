package io.asdr.examples.accesslog;

/**
 * A client's stay on the site, from its first line until it was away for {@link Nodes#MAX_IDLE}.
 *
 * @param line the line that it began with
 * @param service who looks after the client: where that service is gone, the visit does not count any more
 */
record Visit(int line, String service) {}
