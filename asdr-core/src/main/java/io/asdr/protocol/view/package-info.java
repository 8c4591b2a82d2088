/** How members come to a common view. */
package io.asdr.protocol.view;
