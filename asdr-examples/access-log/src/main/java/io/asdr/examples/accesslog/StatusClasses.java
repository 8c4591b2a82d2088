package io.asdr.examples.accesslog;

/** How many answers there were of each class of status codes; {@code others} are those outside 100 to 599. */
record StatusClasses(
        int informational, int successful, int redirected, int clientErrors, int serverErrors, int others) {

    static final StatusClasses NONE = new StatusClasses(0, 0, 0, 0, 0, 0);

    /** These and one answer with {@code status}. */
    StatusClasses with(int status) {
        return switch (status / 100) {
            case 1 -> new StatusClasses(informational + 1, successful, redirected, clientErrors, serverErrors, others);
            case 2 -> new StatusClasses(informational, successful + 1, redirected, clientErrors, serverErrors, others);
            case 3 -> new StatusClasses(informational, successful, redirected + 1, clientErrors, serverErrors, others);
            case 4 -> new StatusClasses(informational, successful, redirected, clientErrors + 1, serverErrors, others);
            case 5 -> new StatusClasses(informational, successful, redirected, clientErrors, serverErrors + 1, others);
            default -> new StatusClasses(informational, successful, redirected, clientErrors, serverErrors, others + 1);
        };
    }
}
