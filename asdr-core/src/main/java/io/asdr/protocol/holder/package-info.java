/** What a reader with cached copies does. */
package io.asdr.protocol.holder;
