package dev.parley.platform.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.parley.platform.redis.Redis;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Buckets in Redis, so that any number of nodes have one budget. While Redis is away each node goes
 * on with buckets of its own, which know what this node has granted: an outage gives nobody a
 * second budget at the same node. Who was refused is refused here until there is something again,
 * so that a flood stays with the node that it comes to. Thread-safe.
 */
public final class SharedBuckets implements Buckets {
  private static final int MOST = 200_000;

  /** How long a bucket that is whole again is kept, against clocks that differ a little. */
  private static final Duration KEPT = Duration.ofSeconds(10);

  private final Redis redis;
  private final OwnBuckets own = new OwnBuckets();
  private final Cache<Budget, Refusal> refused =
      Caffeine.newBuilder()
          .expireAfter(
              Expiry.<Budget, Refusal>creating((budget, refusal) -> refusal.taken().retryAfter()))
          .maximumSize(MOST)
          .build();
  private volatile @Nullable Proxies proxies;

  public SharedBuckets(Redis redis) {
    this.redis = redis;
  }

  @Override
  public Taken take(Budget budget) {
    Refusal before = refused.getIfPresent(budget);
    if (before != null) {
      return before.now();
    }
    Optional<ConsumptionProbe> probe =
        redis.ask(connection -> over(connection).of(budget).tryConsumeAndReturnRemaining(1));
    if (probe.isEmpty()) {
      return own.take(budget);
    }
    Taken taken = OwnBuckets.taken(budget, probe.get());
    if (taken.granted()) {
      own.take(budget);
    } else {
      refused.put(budget, new Refusal(taken, System.nanoTime()));
    }
    return taken;
  }

  /** A refusal and when it was, by the nanosecond clock. */
  private record Refusal(Taken taken, long at) {
    /** The same with the times that are left of it. */
    Taken now() {
      Duration since = Duration.ofNanos(System.nanoTime() - at);
      return new Taken(
          taken.budget(),
          false,
          0,
          rest(taken.retryAfter(), since),
          rest(taken.resetAfter(), since));
    }

    private static Duration rest(Duration whole, Duration since) {
      Duration left = whole.minus(since);
      return left.isNegative() ? Duration.ZERO : left;
    }
  }

  private Proxies over(StatefulRedisConnection<String, byte[]> connection) {
    Proxies present = proxies;
    if (present == null || present.connection != connection) {
      present = new Proxies(connection, redis.patience());
      proxies = present;
    }
    return present;
  }

  /** The buckets as seen over one connection. */
  private static final class Proxies {
    final StatefulRedisConnection<String, byte[]> connection;
    private final ProxyManager<String> manager;
    private final LoadingCache<Budget, BucketProxy> buckets;

    Proxies(StatefulRedisConnection<String, byte[]> connection, Duration patience) {
      this.connection = connection;
      this.manager =
          Bucket4jLettuce.casBasedBuilder(connection)
              .requestTimeout(patience)
              .expirationAfterWrite(
                  ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT))
              .build();
      this.buckets =
          Caffeine.newBuilder()
              .expireAfter(
                  Expiry.<Budget, BucketProxy>accessing((budget, bucket) -> budget.window()))
              .maximumSize(MOST)
              .build(this::proxy);
    }

    BucketProxy of(Budget budget) {
      return buckets.get(budget);
    }

    private BucketProxy proxy(Budget budget) {
      BucketConfiguration configuration =
          BucketConfiguration.builder().addLimit(OwnBuckets.bandwidth(budget)).build();
      return manager
          .builder()
          // Requests of one owner at once would outrun each other in Redis and try again in vain.
          .withOptimization(Optimizations.batching())
          .build(key(budget), () -> configuration);
    }
  }

  static String key(Budget budget) {
    return Redis.key(
        "rate:%s:%d:%d".formatted(budget.policy(), budget.limit(), budget.window().toSeconds()),
        budget.owner());
  }
}
