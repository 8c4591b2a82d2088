/** How copies that could be out of date become unusable. */
package io.asdr.protocol.poison;
