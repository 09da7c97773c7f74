package dev.parley.client.ws;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between attempts to connect: full jitter under a bound that doubles. */
record Backoff(Duration first, Duration longest) {

  Backoff {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "reconnect delays are " + first + " and " + longest + ", expected 0 < first <= longest");
    }
  }

  Duration after(int failures) {
    long bound = first.toMillis() << Math.min(failures, 20);
    return Duration.ofMillis(
        ThreadLocalRandom.current().nextLong(Math.min(bound, longest.toMillis()) + 1));
  }
}
