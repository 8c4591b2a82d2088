/** Transport on Netty. */
@org.jspecify.annotations.NullMarked
module io.asdr.transport {
    requires static transitive org.jspecify;
    requires transitive io.asdr.core;
    requires org.slf4j;

    exports io.asdr.transport;
}
