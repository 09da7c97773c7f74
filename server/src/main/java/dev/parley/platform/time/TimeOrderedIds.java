package dev.parley.platform.time;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * UUIDv7: 48 bits of milliseconds, 12 bits that count within one, 62 random bits. Thread-safe, and
 * strictly increasing within a process even when the clock steps back, since time and counter are
 * one atomic number that only grows.
 */
public final class TimeOrderedIds implements Ids {
  private static final int COUNTER_BITS = 12;

  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final AtomicLong last = new AtomicLong();

  public TimeOrderedIds(Clock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /** What no id made at this instant or later is below, as PostgreSQL orders them. */
  public static UUID first(Instant instant) {
    return new UUID(instant.toEpochMilli() << 16 | 0x7000L, 0x8000_0000_0000_0000L);
  }

  @Override
  public UUID next() {
    long now = clock.millis() << COUNTER_BITS;
    long tick = last.updateAndGet(previous -> Math.max(previous + 1, now));
    long millis = tick >>> COUNTER_BITS;
    long counter = tick & ((1L << COUNTER_BITS) - 1);
    long high = millis << 16 | 0x7000L | counter;
    long low = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
