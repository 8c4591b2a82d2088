/** Transport on Netty. */
@org.jspecify.annotations.NullMarked
module io.asdr.transport {
    requires static transitive org.jspecify;
    requires transitive io.asdr.core;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.unix.common;
    requires org.slf4j;

    exports io.asdr.transport;
}
