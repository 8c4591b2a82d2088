/** What happens in a cluster, as an application hears of it. */
package io.asdr.event;
