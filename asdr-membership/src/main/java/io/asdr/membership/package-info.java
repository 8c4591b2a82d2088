/** Membership on JGroups. */
package io.asdr.membership;
