package dev.parley.client;

import dev.parley.client.error.ApiException;
import dev.parley.client.model.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When a request is sent once more. Only what may be repeated is: anything but a POST or PATCH, and
 * those with an {@code Idempotency-Key}.
 */
final class Retries {
  private static final int TRIES = 3;
  private static final int TRIES_WHILE_IN_PROGRESS = 10;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private Retries() {}

  /** The pause before the next try after a refusal; empty if there is none. */
  static Optional<Duration> afterRefusal(ApiException refusal, boolean repeatable, int tries) {
    Duration asked = refusal.retryAfter().orElse(Duration.ofSeconds(1));
    if (!repeatable || asked.compareTo(LONGEST_PAUSE) > 0) {
      return Optional.empty();
    }
    if (refusal.code() == ErrorCode.IDEMPOTENCY_IN_PROGRESS) {
      return tries < TRIES_WHILE_IN_PROGRESS ? Optional.of(asked) : Optional.empty();
    }
    return refusal.status() == 503 && tries < TRIES
        ? Optional.of(asked.plus(jitter(tries)))
        : Optional.empty();
  }

  /** The pause before the next try after a request that no answer came to. */
  static Optional<Duration> afterBreak(boolean repeatable, int tries) {
    return repeatable && tries < TRIES ? Optional.of(jitter(tries)) : Optional.empty();
  }

  /** Full jitter: anything up to a bound that doubles from 200 ms. */
  private static Duration jitter(int tries) {
    return Duration.ofMillis(ThreadLocalRandom.current().nextLong(200L << tries));
  }
}
