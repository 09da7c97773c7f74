package dev.parley.client.ws;

import dev.parley.client.StreamPosition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How to join a topic. Immutable. */
public final class StreamOptions {
  private static final StreamOptions DEFAULTS = new StreamOptions(false, null, 256);

  private final boolean snapshot;
  private final @Nullable Position since;
  private final int buffer;

  private StreamOptions(boolean snapshot, @Nullable Position since, int buffer) {
    this.snapshot = snapshot;
    this.since = since;
    this.buffer = buffer;
  }

  /** Events from now on, without a snapshot; room for 256 events in front of the listener. */
  public static StreamOptions defaults() {
    return DEFAULTS;
  }

  /** Whether the present state comes before the events, where the topic has such a thing. */
  public StreamOptions snapshot(boolean snapshot) {
    return new StreamOptions(snapshot, since, buffer);
  }

  /** Starts with the event after this one, however long ago it was kept. */
  public StreamOptions since(Position since) {
    return new StreamOptions(snapshot, since, buffer);
  }

  /**
   * Starts where a REST read stood, so that nothing is missed in between and nothing comes twice.
   */
  public StreamOptions since(StreamPosition read) {
    return since(new Position(read.epoch(), read.seq()));
  }

  /** How many events may wait for the listener before the connection is no longer read from. */
  public StreamOptions buffer(int events) {
    if (events < 1) {
      throw new IllegalArgumentException("buffer is " + events + ", expected at least 1");
    }
    return new StreamOptions(snapshot, since, events);
  }

  /** Whether a snapshot is asked for. */
  public boolean snapshot() {
    return snapshot;
  }

  /** The position to start after. */
  public Optional<Position> since() {
    return Optional.ofNullable(since);
  }

  /** How many events may wait. */
  public int buffer() {
    return buffer;
  }
}
