package io.asdr.examples.accesslog;

import java.time.Instant;
import java.util.Optional;
import nl.basjes.parse.core.Field;
import nl.basjes.parse.core.Parser;
import nl.basjes.parse.core.exceptions.DissectionFailure;
import nl.basjes.parse.core.exceptions.InvalidDissectorException;
import nl.basjes.parse.core.exceptions.MissingDissectorsException;
import nl.basjes.parse.httpdlog.HttpdLoglineParser;
import org.jspecify.annotations.Nullable;

/** Reads lines of Apache's combined log format. Not thread-safe. */
final class RequestParser {

    private final Parser<Fields> parser = new HttpdLoglineParser<>(Fields.class, "combined");

    /** What the line says, or empty if it is no complete line of the format. */
    Optional<Request> parse(String line) {
        try {
            return parser.parse(new Fields(), line).toRequest();
        } catch (DissectionFailure | NumberFormatException e) {
            return Optional.empty();
        } catch (InvalidDissectorException | MissingDissectorsException e) {
            throw new IllegalStateException("the parser is set up wrongly", e);
        }
    }

    /** Takes the fields of one line; the parser calls it by reflection, which is why it is public. */
    public static final class Fields {

        private @Nullable String client;
        private @Nullable String path;
        private @Nullable String status;
        private long bytes;
        private @Nullable Long epochMillis;

        @Field("IP:connection.client.host")
        public void client(String value) {
            this.client = value;
        }

        @Field("HTTP.PATH:request.firstline.uri.path")
        public void path(String value) {
            this.path = value;
        }

        @Field("STRING:request.status.last")
        public void status(String value) {
            this.status = value;
        }

        /** A dash, which stands for an empty body, arrives as null. */
        @Field("BYTES:response.body.bytes")
        public void bytes(@Nullable Long value) {
            this.bytes = value == null ? 0 : value;
        }

        @Field("TIME.EPOCH:request.receive.time.epoch")
        public void time(Long value) {
            this.epochMillis = value;
        }

        Optional<Request> toRequest() {
            if (client == null || path == null || status == null || epochMillis == null) {
                return Optional.empty();
            }
            return Optional.of(
                    new Request(client, path, Integer.parseInt(status), bytes, Instant.ofEpochMilli(epochMillis)));
        }
    }
}
