package io.asdr.examples.accesslog;

import java.io.IOException;
import java.util.List;

/** Starts the process of a service. */
interface Starter {

    /**
     * Starts a {@link ServiceMain}.
     *
     * @param arguments see {@link ServiceMain#arguments}
     */
    Process start(String name, List<String> arguments) throws IOException;
}
