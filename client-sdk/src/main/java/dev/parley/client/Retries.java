package dev.parley.client;

import dev.parley.client.error.ApiException;
import dev.parley.client.model.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a request is sent once more (RFC 9110, 9.2.2). {@code repeatable} says that acting on the
 * call twice is the same as once; any other call is repeated only if the server has surely not
 * acted on it: it was never sent, or it was turned away unread.
 */
final class Retries {
  private final RetryPolicy policy;
  private final RandomGenerator random;
  private final boolean repeatable;
  private int failures;

  Retries(RetryPolicy policy, RandomGenerator random, boolean repeatable) {
    this.policy = policy;
    this.random = random;
    this.repeatable = repeatable;
  }

  /** The pause before the next try after a refusal; empty if there is none. */
  Optional<Duration> afterRefusal(ApiException refusal) {
    Duration asked = refusal.retryAfter().orElse(Duration.ZERO);
    if (policy.tries() == 1 || asked.compareTo(policy.longestRetryAfter()) > 0) {
      return Optional.empty();
    }
    if (refusal.code() == ErrorCode.IDEMPOTENCY_IN_PROGRESS) {
      // The first request with this key is still at work: no failure, its answer is waited for.
      return Optional.of(asked.plus(policy.pause(1, random)));
    }
    return mayPass(refusal) ? next().map(asked::plus) : Optional.empty();
  }

  /** The pause before the next try after a request that no answer came to. */
  Optional<Duration> afterBreak(boolean sent) {
    return repeatable || !sent ? next() : Optional.empty();
  }

  private Optional<Duration> next() {
    return ++failures < policy.tries()
        ? Optional.of(policy.pause(failures, random))
        : Optional.empty();
  }

  private boolean mayPass(ApiException refusal) {
    return switch (refusal.status()) {
      case 429 -> true;
      // Parley says so before it begins; a gateway may say so when it has lost sight of it.
      case 503 -> repeatable || refusal.code() == ErrorCode.UNAVAILABLE;
      case 408, 500, 502, 504 -> repeatable;
      default -> false;
    };
  }
}
