/** The first ten lines with a table. */
@NullMarked
package io.asdr.examples.quickstart;

import org.jspecify.annotations.NullMarked;
