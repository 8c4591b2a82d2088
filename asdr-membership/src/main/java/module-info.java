/** Membership on JGroups. */
@org.jspecify.annotations.NullMarked
module io.asdr.membership {
    requires static transitive org.jspecify;
    requires transitive io.asdr.core;
    requires org.jgroups;
    requires org.slf4j;

    exports io.asdr.membership;
}
