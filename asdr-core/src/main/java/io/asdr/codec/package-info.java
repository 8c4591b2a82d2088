/**
 * How keys and values become bytes, and bytes become keys and values.
 *
 * <p>A codec made by {@link io.asdr.codec.Codec#of(Class)} is a tree of parts: a record has a slot for each component, a slot a part for its type. The format has no tags
 * and no names; these are in the {@link io.asdr.codec.Codec#id() id}, which members compare once, when they open a table. Bytes are never trusted: each count is checked
 * against what is left before anything is allocated, and nesting is bounded.
 */
package io.asdr.codec;
