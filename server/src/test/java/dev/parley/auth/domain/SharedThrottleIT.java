package dev.parley.auth.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.platform.rate.RedisValues;
import dev.parley.platform.redis.Redis;
import dev.parley.platform.redis.RedisSettings;
import dev.parley.platform.sample.TestClock;
import dev.parley.platform.settings.Settings;
import dev.parley.testing.RedisProcess;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes that make one guesser wait, over a real Redis. */
class SharedThrottleIT {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final LoginThrottle.Policy POLICY =
      new LoginThrottle.Policy(4, Duration.ofSeconds(10), Duration.ofSeconds(40));

  private final TestClock clock = new TestClock();
  private RedisProcess server;
  private Redis redis;
  private LoginThrottle one;
  private LoginThrottle two;

  @BeforeEach
  void start() {
    server = RedisProcess.start();
    redis =
        Redis.open(
            RedisSettings.from(
                    Settings.of(Map.of("REDIS_URL", server.url(), "REDIS_PATIENCE", "5s")))
                .orElseThrow());
    await().atMost(SOON).until(redis::isUp);
    one = new LoginThrottle(POLICY, clock, new RedisValues(redis, "test"));
    two = new LoginThrottle(POLICY, clock, new RedisValues(redis, "test"));
  }

  @AfterEach
  void stop() {
    if (redis != null) {
      redis.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void attemptsAtOneNodeCountAtTheOther() {
    for (LoginThrottle node : new LoginThrottle[] {one, two, one, two}) {
      assertThat(node.admit("Ada ", "10.0.0.1")).isEmpty();
    }
    assertThat(one.admit("ada", "10.0.0.1").orElseThrow()).isLessThan(Duration.ofSeconds(11));
    assertThat(two.admit("ADA", "10.0.0.1")).isPresent();
    assertThat(two.admit("ada", "10.0.0.2")).isEmpty();
    assertThat(two.admit("bob", "10.0.0.1")).isEmpty();

    clock.shift(Duration.ofSeconds(10));
    assertThat(two.admit("ada", "10.0.0.1")).isEmpty();
    assertThat(one.admit("ada", "10.0.0.1").orElseThrow())
        .isBetween(Duration.ofSeconds(19), Duration.ofSeconds(20));

    clock.shift(Duration.ofSeconds(20));
    assertThat(one.admit("ada", "10.0.0.1")).isEmpty();
    one.succeeded("ada", "10.0.0.1");
    assertThat(two.admit("ada", "10.0.0.1")).isEmpty();
    assertThat(two.admit("ada", "10.0.0.1")).isEmpty();
  }

  @Test
  void manyAtOnceGainNothing() throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          IntStream.range(0, 12)
              .mapToObj(i -> threads.submit(attempt(i % 2 == 0 ? one : two, start)))
              .toList();
      start.countDown();
      int admitted = 0;
      for (Future<Boolean> attempt : all) {
        admitted += attempt.get() ? 1 : 0;
      }
      assertThat(admitted).isEqualTo(4);
    }
  }

  private static Callable<Boolean> attempt(LoginThrottle node, CountDownLatch start) {
    return () -> {
      start.await();
      return node.admit("ada", "10.0.0.1").isEmpty();
    };
  }

  @Test
  void aNodeAloneStillKnowsWhatItHasLetIn() {
    for (int i = 0; i < 3; i++) {
      assertThat(one.admit("ada", "10.0.0.1")).isEmpty();
    }
    server.kill();
    await().atMost(SOON).until(() -> !redis.isUp());
    assertThat(one.admit("ada", "10.0.0.1")).isEmpty();
    assertThat(one.admit("ada", "10.0.0.1")).isPresent();
    assertThat(two.admit("ada", "10.0.0.1")).isEmpty();
  }

  @Test
  void whatSomebodyElseLeftThereIsNoAttempt() {
    RedisValues values = new RedisValues(redis, "test");
    for (String left : new String[] {"nonsense", "1 2", "99999999999999999999 1 1"}) {
      var unused =
          values.change(
              "login:ada@10.0.0.1",
              Duration.ofMinutes(1),
              before -> new dev.parley.platform.rate.SharedValues.Change<>(left, true));
      assertThat(one.admit("ada", "10.0.0.1")).isEmpty();
    }
  }
}
