package dev.parley.client.ws;

import org.jspecify.annotations.Nullable;

/**
 * Hears the events of one subscription, one call at a time and in order, on a thread of the SDK.
 * Slow listeners slow down the connection, nothing is lost. Whatever a method throws ends the
 * subscription with that error, and the event it was thrown at does not count as handled.
 */
@FunctionalInterface
public interface StreamListener<E> {

  /**
   * An event, or a snapshot: the one asked for, or one that takes the place of what was missed
   * where a stream could not be resumed.
   */
  void onEvent(E event) throws Exception;

  /**
   * This client read too slowly, and updates were merged into the one that follows; only topics
   * whose updates replace one another do that.
   *
   * @param from the first merged update, counted from the start of the server
   * @param to the last one
   */
  default void onLagged(long from, long to) throws Exception {}

  /**
   * The stream could not be resumed where it stood, so events may be missing. What follows is a
   * snapshot, where the topic has one, and the events after it.
   *
   * @param reason {@code epoch_changed}, {@code ahead_of_log}, {@code expired}; others may come
   * @param now where the topic stands
   */
  default void onResync(String reason, Position now) throws Exception {}

  /**
   * The subscription has ended; nothing follows.
   *
   * @param error why, null if it was closed by this program
   */
  default void onClosed(@Nullable Throwable error) throws Exception {}
}
