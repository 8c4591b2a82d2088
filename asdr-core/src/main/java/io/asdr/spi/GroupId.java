package io.asdr.spi;

/**
 * Names a group. Both sides of a split can count to the same number, so the coordinator is part of the name.
 *
 * @param number grows along one member's groups
 * @param coordinator the member that made the group
 */
public record GroupId(long number, MemberId coordinator) {}
