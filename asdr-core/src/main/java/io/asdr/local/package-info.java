/**
 * The hot path: entries that any thread reads without a lock while their lane changes them, and the only concurrent data of the core.
 */
package io.asdr.local;
