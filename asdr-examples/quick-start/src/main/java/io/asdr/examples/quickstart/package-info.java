/** The first ten lines with a table. */
package io.asdr.examples.quickstart;
