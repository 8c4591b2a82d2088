/**
 * A web site's sessions and pages, kept by three services that die and join while an access log is dealt to them; at the end everything is counted again and compared.
 *
 * <p>Begin with {@link io.asdr.examples.accesslog.LineCounter}: what a service does with a line. {@link io.asdr.examples.accesslog.Launcher} is the run as a whole.
 */
@NullMarked
package io.asdr.examples.accesslog;

import org.jspecify.annotations.NullMarked;
