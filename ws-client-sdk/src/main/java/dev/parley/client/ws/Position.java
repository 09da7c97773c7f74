package dev.parley.client.ws;

/**
 * A place in the log of a topic; everything up to it is known. Kept together with what the events
 * led to, it lets a program go on after a restart: {@link StreamOptions#since(Position)}.
 *
 * @param epoch names one life of the log; a {@code seq} means nothing in another
 * @param seq the number of an event, 0 before the first
 */
public record Position(String epoch, long seq) {}
