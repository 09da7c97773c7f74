package dev.parley.platform.ws;

import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.event.LogKey;

/**
 * What a module knows of one of its topics. The scope has been checked before; both methods run on
 * a virtual thread and may block. Implementations are shared by all sockets.
 */
public interface TopicHandler {

  /**
   * Decides whether this caller may have this topic, and whose log it is (T24, F41).
   *
   * @return topic and audience; for market data any key will do, since it has no log
   * @throws dev.parley.platform.error.AppException if not: becomes the {@code error} frame
   */
  LogKey authorize(TopicRequest request);

  /**
   * The present state, as the contract's class for the snapshot's {@code data}. Runs in the very
   * transaction in which the topic's position is read. For a topic outside the log {@link
   * LiveSnapshot} tells the position; plain data then means that of the moment before the call.
   */
  Object snapshot(QueryContext context, TopicRequest request);
}
