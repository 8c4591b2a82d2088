/** Members as they run in production: JGroups and Netty on loopback, some of them in JVMs of their own. */
@NullMarked
package io.asdr.integration;

import org.jspecify.annotations.NullMarked;
