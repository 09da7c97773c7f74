package dev.parley.platform.event;

/**
 * A place in a log.
 *
 * @param epoch changes only when the log itself was replaced (a restore); numbers of two epochs
 *     cannot be compared
 * @param seq the last number seen; 0 before the first event
 */
public record Position(String epoch, long seq) {}
