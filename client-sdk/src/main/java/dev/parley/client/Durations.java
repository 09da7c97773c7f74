package dev.parley.client;

import java.time.Duration;

/** Checks of durations that callers hand in. */
final class Durations {
  private Durations() {}

  static Duration positive(Duration duration, String name) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + " is " + duration + ", expected more than zero");
    }
    return duration;
  }
}
