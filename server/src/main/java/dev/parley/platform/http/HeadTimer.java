package dev.parley.platform.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.Connection;

/**
 * Closes connections whose request head does not end: a client that sends a byte now and then must
 * not hold a connection for ever. Thread-safe.
 */
final class HeadTimer implements AutoCloseable {
  private final Map<Connection<?>, Long> waiting = new ConcurrentHashMap<>();
  private final Duration patience;
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("head-timer").factory());

  HeadTimer(Duration patience) {
    this.patience = patience;
  }

  void start() {
    var unused = sweeper.scheduleWithFixedDelay(this::sweep, 1, 1, TimeUnit.SECONDS);
  }

  /** Some of a head has come; the first such moment counts. */
  void begun(Connection<?> connection) {
    waiting.putIfAbsent(connection, System.nanoTime());
  }

  /** The head is complete. */
  void done(Connection<?> connection) {
    waiting.remove(connection);
  }

  private void sweep() {
    long latest = System.nanoTime() - patience.toNanos();
    waiting.forEach(
        (connection, since) -> {
          if (!connection.isOpen()) {
            waiting.remove(connection);
          } else if (since - latest < 0) {
            waiting.remove(connection);
            connection.terminateSilently();
          }
        });
  }

  @Override
  public void close() {
    sweeper.shutdownNow();
  }
}
