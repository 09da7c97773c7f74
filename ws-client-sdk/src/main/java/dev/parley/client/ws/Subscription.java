package dev.parley.client.ws;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One joined topic. It outlives connections: after a break it goes on where it stood. Thread-safe.
 */
public interface Subscription extends AutoCloseable {

  /** The topic's name. */
  String topic();

  /**
   * The last event that the listener has handled; empty before the first, and for topics whose
   * updates replace one another.
   */
  Optional<Position> position();

  /**
   * Waits until the server has let this subscription in.
   *
   * @return this subscription
   * @throws StreamException if it has not in this time, or will not
   */
  Subscription awaitReady(Duration timeout);

  /**
   * Done when the subscription has ended and the listener has heard so; fails with the error that
   * ended it, be it the server's refusal or what the listener threw.
   */
  CompletableFuture<Void> done();

  /** Leaves the topic. An event being handled is handled to its end, no other follows. */
  @Override
  void close();
}
