/** The cache: public API, SPI, protocol, hot path and simulator. */
@org.jspecify.annotations.NullMarked
module io.asdr.core {
    requires static transitive org.jspecify;
    requires java.management;
    requires org.slf4j;

    exports io.asdr;
    exports io.asdr.codec;
    exports io.asdr.event;
    exports io.asdr.spi;
    exports io.asdr.testkit;
}
