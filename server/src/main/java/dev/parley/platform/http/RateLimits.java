package dev.parley.platform.http;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.parley.platform.contract.RateClass;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.Map;

/**
 * The budgets of the rate classes, in memory: per user, per address where there is no user (B07).
 * Answers say what is left (IETF draft {@code RateLimit} headers). Thread-safe; buckets nobody used
 * for two minutes are full again and are forgotten.
 */
final class RateLimits {
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final HttpSettings settings;
  private final LoadingCache<Key, Bucket> buckets;

  private record Key(String policy, int limit, String owner) {}

  RateLimits(HttpSettings settings) {
    this.settings = settings;
    this.buckets =
        Caffeine.newBuilder()
            .expireAfterAccess(WINDOW.multipliedBy(2))
            .maximumSize(200_000)
            .build(key -> bucket(key.limit()));
  }

  /**
   * Takes one request from the budget that the class gives this owner, and notes what is left in
   * the headers.
   */
  void take(RateClass rate, String owner, Map<String, String> headers) {
    take(
        new Key(rate.spelling(), settings.limits().getOrDefault(rate, Integer.MAX_VALUE), owner),
        headers);
  }

  /** Takes one sign-in attempt from the budget of an address, whatever the account. */
  void takeLoginOfAddress(String address, Map<String, String> headers) {
    take(new Key("login-address", settings.loginsPerAddress(), address), headers);
  }

  private void take(Key key, Map<String, String> headers) {
    ConsumptionProbe probe = buckets.get(key).tryConsumeAndReturnRemaining(1);
    Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
    Duration reset = Duration.ofNanos(probe.getNanosToWaitForReset());
    headers.put(
        "RateLimit-Policy",
        "\"%s\";q=%d;w=%d".formatted(key.policy(), key.limit(), WINDOW.toSeconds()));
    headers.put(
        "RateLimit",
        "\"%s\";r=%d;t=%d".formatted(key.policy(), probe.getRemainingTokens(), reset.toSeconds()));
    if (!probe.isConsumed()) {
      throw new AppException(
              ErrorCode.RATE_LIMIT_EXCEEDED,
              "At most %d requests of class '%s' a minute; wait before the next"
                  .formatted(key.limit(), key.policy()))
          .retryAfter(wait);
    }
  }

  private static Bucket bucket(int limit) {
    return Bucket.builder().addLimit(l -> l.capacity(limit).refillGreedy(limit, WINDOW)).build();
  }
}
