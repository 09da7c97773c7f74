package dev.parley.platform.event;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where committed events go on this node: the hub. Calls come from many threads, and the same news
 * may come twice or out of order: the sink drops what it has seen and fetches what it misses from
 * the {@link EventLog}, by {@code seq}.
 */
public interface EventSink {
  /**
   * Events that this node has just committed, in order within each key. Called on the thread that
   * ran the command: must not block.
   */
  void committed(List<StoredEvent> events);

  /**
   * Logs of {@link #watched()} that have reached at least these numbers, told by another node's
   * signal or by the poll. Called on a relay thread; may read the log.
   */
  void moved(Map<LogKey, Long> hints);

  /** The durable logs that somebody on this node is subscribed to. */
  Set<LogKey> watched();
}
