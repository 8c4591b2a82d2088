/** How keys and values become bytes, and bytes become keys and values. */
package io.asdr.codec;
