package dev.parley.platform.event;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Reads the event log. Since each log's row is locked until commit, a reader never sees number n
 * before n - 1: what is after a position is complete up to the last it sees. Thread-safe; methods
 * without a handle open a read transaction of their own and must not be called within another.
 */
public interface EventLog {
  /** The end of a log as the transaction of {@code handle} sees it; seq 0 when nothing happened. */
  Position position(Handle handle, LogKey key);

  /** As {@link #position}, for several logs at once; every key asked for is in the answer. */
  Map<LogKey, Position> positions(Handle handle, Collection<LogKey> keys);

  /** As {@link #positions(Handle, Collection)}, in a transaction of its own. */
  Map<LogKey, Position> positions(Collection<LogKey> keys);

  /** At most {@code limit} events with {@code seq} greater than the one given, in order. */
  List<StoredEvent> after(LogKey key, long seq, int limit);

  /** As {@link #after}, for several logs in one statement; keys without news are left out. */
  Map<LogKey, List<StoredEvent>> after(Map<LogKey, Long> seqs, int limitPerKey);

  /**
   * What follows a position a client remembers: at most {@code limit} events, or why it cannot be
   * resumed from. Events and verdict come from one snapshot.
   */
  Backlog since(LogKey key, Position position, int limit);
}
