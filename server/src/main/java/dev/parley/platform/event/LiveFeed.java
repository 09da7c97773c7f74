package dev.parley.platform.event;

/**
 * Where market data enters the hub (M21, B05): events that are not in the log. Nothing here blocks
 * or waits for a reader, and an event is encoded only when somebody needs it. Safe for use by
 * several threads; the events of one topic are numbered in the order of the calls.
 */
public interface LiveFeed {

  /**
   * Publishes a value that takes the place of an older one which a slow reader has not got yet.
   *
   * @param topic the topic on the wire, parameters filled in ({@code quotes:BTC-USD})
   * @param conflationKey what may replace what within the topic
   * @param type the event's wire type ({@code quote.updated})
   * @param data what stands in the event's {@code data}, as the contract's class for it; it must
   *     not change any more
   */
  void conflated(String topic, String conflationKey, String type, String entityId, Object data);

  /**
   * Publishes a value that no live subscriber of this node misses, and that can be resumed from a
   * bounded ring whose epoch is new at each start.
   *
   * @return the {@code seq} it got in its topic: 1 for the first
   */
  long sequenced(String topic, String type, String entityId, Object data);

  /** Names the numbering of this node's rings, new at each start. */
  String epoch();
}
