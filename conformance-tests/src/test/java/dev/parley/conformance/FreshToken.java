package dev.parley.conformance;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** An access token that is got anew before it gets old. Thread-safe. */
final class FreshToken {
  private static final Duration FRESH = Duration.ofMinutes(2);

  private final Supplier<String> source;
  private final ReentrantLock lock = new ReentrantLock();
  private String token = "";
  private Instant since = Instant.MIN;

  FreshToken(Supplier<String> source) {
    this.source = source;
  }

  /** Good for some minutes. */
  String get() {
    lock.lock();
    try {
      if (since.isBefore(Instant.now().minus(FRESH))) {
        token = source.get();
        since = Instant.now();
      }
      return token;
    } finally {
      lock.unlock();
    }
  }
}
