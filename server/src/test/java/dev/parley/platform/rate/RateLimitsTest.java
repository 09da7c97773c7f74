package dev.parley.platform.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.contract.RateClass;
import dev.parley.platform.security.Caller;
import dev.parley.platform.security.CredentialKind;
import dev.parley.platform.security.Principal;
import dev.parley.platform.settings.Settings;
import dev.parley.platform.settings.StartupException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private static final RateClass TRADE =
      new RateClass("trade", 3, Duration.ofMinutes(1), RateClass.Owner.CALLER, null);
  private static final RateClass ADDRESS =
      new RateClass("login-address", 2, Duration.ofHours(1), RateClass.Owner.ADDRESS, null);

  private final RateLimits rates = limits(Map.of());

  @Test
  void grantsTheLimitAtOnceAndSaysWhatIsLeftAndHowLongToWait() {
    for (int left = 2; left >= 0; left--) {
      Taken taken = rates.take(TRADE, "ann");
      assertThat(taken.granted()).isTrue();
      assertThat(taken.left()).isEqualTo(left);
      assertThat(taken.retryAfter()).isZero();
    }
    Taken refused = rates.take(TRADE, "ann");
    assertThat(refused.granted()).isFalse();
    assertThat(refused.left()).isZero();
    assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
    assertThat(refused.resetAfter()).isBetween(Duration.ofSeconds(40), Duration.ofMinutes(1));
    assertThat(refused.refusal("requests"))
        .isEqualTo("At most 3 requests of class 'trade' in 60 s; wait before the next");
  }

  @Test
  void keepsOwnersAndClassesApart() {
    exhaust(TRADE, "ann");
    assertThat(rates.take(TRADE, "bob").granted()).isTrue();
    assertThat(rates.take(ADDRESS, "ann").granted()).isTrue();
  }

  @Test
  void grantsNoMoreThanTheLimitToManyAtOnce() throws InterruptedException {
    RateClass daily = new RateClass("day", 100, Duration.ofDays(1), RateClass.Owner.CALLER, null);
    AtomicInteger granted = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 50; i++) {
        Future<?> unused =
            threads.submit(
                () -> {
                  start.await();
                  for (int k = 0; k < 10; k++) {
                    granted.addAndGet(rates.take(daily, "ann").granted() ? 1 : 0);
                  }
                  return null;
                });
      }
      start.countDown();
    }
    assertThat(granted).hasValue(100);
  }

  @Test
  void takesAnotherLimitFromTheSettingThatHasTheNameOfTheClass() {
    RateLimits strict = limits(Map.of("RATE_LIMIT_LOGIN_ADDRESS", "1"));
    assertThat(strict.take(ADDRESS, "ann").budget().limit()).isEqualTo(1);
    assertThat(strict.take(ADDRESS, "ann").granted()).isFalse();
    assertThat(strict.take(TRADE, "ann").budget().limit()).isEqualTo(3);
    for (String wrong : List.of("0", "-1", "many", "10000001")) {
      assertThatThrownBy(() -> limits(Map.of("RATE_LIMIT_TRADE", wrong)))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("RATE_LIMIT_TRADE")
          .hasMessageContaining("a whole number from 1 to 10000000")
          .hasMessageContaining("'" + wrong + "'");
    }
  }

  @Test
  void givesUsersKeysAndAddressesBudgetsOfTheirOwn() {
    UUID user = new UUID(0, 1);
    UUID key = new UUID(0, 2);
    String session = RateLimits.ofCaller(caller(user, CredentialKind.SESSION, new UUID(0, 3)));
    assertThat(RateLimits.ofCaller(caller(user, CredentialKind.SESSION, new UUID(0, 4))))
        .isEqualTo(session)
        .isEqualTo("user:" + user);
    assertThat(RateLimits.ofCaller(caller(user, CredentialKind.API_KEY, key)))
        .isEqualTo("key:" + key);
    Caller stranger = new Caller(Optional.empty(), "10.0.0.1", "", Optional.empty());
    assertThat(RateLimits.ofCaller(stranger)).isEqualTo("address:10.0.0.1");
  }

  private static Caller caller(UUID user, CredentialKind kind, UUID session) {
    Principal principal =
        new Principal(user, "ann", "user", Set.of(), kind, session, null, Instant.EPOCH);
    return new Caller(Optional.of(principal), "10.0.0.1", "", Optional.empty());
  }

  private void exhaust(RateClass rate, String owner) {
    while (rates.take(rate, owner).granted()) {
      assertThat(rate.limit()).isPositive();
    }
  }

  private static RateLimits limits(Map<String, String> settings) {
    return new RateLimits(
        RateSettings.from(Settings.of(settings), List.of(TRADE, ADDRESS)), new OwnBuckets());
  }
}
