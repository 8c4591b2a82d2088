package io.asdr.testkit;

/**
 * A point that a search has reached: some order of some operations is possible, and this is what counts of it.
 *
 * @param state number of the value now
 * @param done slots of the calls under way that have taken effect already
 * @param spent slots of the open calls that have taken effect
 */
record Configuration(int state, SlotSet done, SlotSet spent) {

    /** What configurations must share to be compared. */
    record Standing(int state, SlotSet done) {}

    Standing standing() {
        return new Standing(state, done);
    }
}
