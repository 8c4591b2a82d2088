/** The first ten lines with a table. */
@org.jspecify.annotations.NullMarked
module io.asdr.examples.quickstart {
    requires static transitive org.jspecify;
    requires io.asdr.core;
    requires io.asdr.membership;
    requires io.asdr.transport;

    exports io.asdr.examples.quickstart;
}
