package dev.parley.client.ws;

/**
 * What the generated streams stand on: one connection that carries any number of topics. A test may
 * put its own in its place. Implementations are thread-safe.
 */
public interface EventSocket {

  /**
   * Joins a topic. Returns at once; {@link Subscription#awaitReady} waits for the server's consent.
   *
   * @throws IllegalStateException if this socket has joined the topic already, or is closed
   */
  <E> Subscription subscribe(
      Topic<E> topic, StreamOptions options, StreamListener<? super E> listener);
}
