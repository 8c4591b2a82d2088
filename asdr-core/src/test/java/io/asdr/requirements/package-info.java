/** Which requirement rows the tests of a module have shown; in the test jar, for all modules. */
@org.jspecify.annotations.NullMarked
package io.asdr.requirements;
