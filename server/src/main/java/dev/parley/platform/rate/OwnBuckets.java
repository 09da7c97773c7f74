package dev.parley.platform.rate;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/**
 * Buckets in this node's memory. One that nobody used for a window is full again and is forgotten;
 * beyond a bound the least used are. Thread-safe.
 */
public final class OwnBuckets implements Buckets {
  private static final int MOST = 200_000;

  private final LoadingCache<Budget, Bucket> buckets =
      Caffeine.newBuilder()
          .expireAfter(Expiry.<Budget, Bucket>accessing((budget, bucket) -> budget.window()))
          .maximumSize(MOST)
          .build(budget -> Bucket.builder().addLimit(bandwidth(budget)).build());

  @Override
  public Taken take(Budget budget) {
    return taken(budget, buckets.get(budget).tryConsumeAndReturnRemaining(1));
  }

  static Taken taken(Budget budget, ConsumptionProbe probe) {
    return new Taken(
        budget,
        probe.isConsumed(),
        probe.getRemainingTokens(),
        Duration.ofNanos(probe.getNanosToWaitForRefill()),
        Duration.ofNanos(probe.getNanosToWaitForReset()));
  }

  /** All at once or spread over the window; what was used comes back evenly. */
  static Bandwidth bandwidth(Budget budget) {
    return Bandwidth.builder()
        .capacity(budget.limit())
        .refillGreedy(budget.limit(), budget.window())
        .build();
  }
}
