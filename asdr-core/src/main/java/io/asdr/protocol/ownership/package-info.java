/** Which member owns and keeps which partition, as a pure function of the view. */
package io.asdr.protocol.ownership;
