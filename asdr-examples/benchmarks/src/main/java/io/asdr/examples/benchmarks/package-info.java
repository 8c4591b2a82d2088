/** How fast the cache is: what is in one JVM by JMH, the rest by members in JVMs of their own, each figure beside what bounds it. */
@NullMarked
package io.asdr.examples.benchmarks;

import org.jspecify.annotations.NullMarked;
