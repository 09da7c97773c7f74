package dev.parley.datafeed.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * Times as whole microseconds since 1970, which is what PostgreSQL keeps: an anchor that went
 * through the database is the same number as before.
 */
final class Micros {
  static final long PER_SECOND = 1_000_000;

  private Micros() {}

  /** Rounds down. */
  static long of(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / 1_000);
  }

  static long of(Duration duration) {
    return Math.addExact(
        Math.multiplyExact(duration.getSeconds(), PER_SECOND), duration.getNano() / 1_000);
  }

  static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000);
  }

  /** The last full multiple of {@code step} at or before. */
  static long floor(long micros, long step) {
    return micros - Math.floorMod(micros, step);
  }
}
