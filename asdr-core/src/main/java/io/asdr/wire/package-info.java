/** Turns the protocol's messages into frames and back: nothing here decides, and no frame can make a member allocate more than it brought. */
package io.asdr.wire;
