package dev.parley.platform.event;

import java.util.List;

/** What a log has to say to somebody who stopped at a {@link Position}. */
public sealed interface Backlog {
  /** The end of the log in the same snapshot. */
  Position head();

  /**
   * The next events in order, at most as many as asked for; read on from the last until none come.
   */
  record Events(List<StoredEvent> events, Position head) implements Backlog {
    public Events {
      events = List.copyOf(events);
    }
  }

  /** The position cannot be continued from; the reader takes a snapshot and starts at the head. */
  record ResyncRequired(Position head, Reason reason) implements Backlog {}

  /** Why a position is of no use any more. */
  enum Reason {
    /** The log was replaced since. */
    EPOCH_CHANGED,
    /** The position lies after the end of the log. */
    AHEAD_OF_LOG,
    /** Events right after it are older than the retention and gone. */
    EXPIRED
  }
}
