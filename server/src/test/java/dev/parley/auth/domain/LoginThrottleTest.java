package dev.parley.auth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.platform.rate.SharedValues;
import dev.parley.platform.sample.TestClock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private static final LoginThrottle.Policy POLICY =
      new LoginThrottle.Policy(3, Duration.ofSeconds(10), Duration.ofSeconds(40));

  private final TestClock clock = new TestClock();
  private final LoginThrottle throttle = new LoginThrottle(POLICY, clock, SharedValues.NONE);

  @Test
  void letsTheFirstAttemptsInAndThenMakesThemWaitLongerAndLonger() {
    for (int free = 0; free < 3; free++) {
      assertThat(admit("ada")).isEmpty();
    }
    for (int seconds : new int[] {10, 20, 40, 40}) {
      Duration wait = admit("ada").orElseThrow();
      assertThat(wait).isBetween(Duration.ofSeconds(seconds - 2), Duration.ofSeconds(seconds));
      clock.shift(wait);
      assertThat(admit("ada")).isEmpty();
    }
  }

  @Test
  void touchesNeitherOtherNamesNorOtherAddresses() {
    exhaust("ada");
    assertThat(admit("bob")).isEmpty();
    assertThat(throttle.admit("ada", "10.0.0.2")).isEmpty();
  }

  @Test
  void aNetworkHasNotAsManyAttemptsAsItHasPlaces() {
    int admitted = 0;
    for (int place = 0; place < 1000; place++) {
      String address = "2001:db8:1:%x::/64".formatted(place);
      admitted += throttle.admit("ada", address).isEmpty() ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(3 * 16);
    assertThat(throttle.admit("ada", "2001:db8:2:1::/64")).isEmpty();
    assertThat(throttle.admit("bob", "2001:db8:1:1::/64")).isEmpty();
  }

  @Test
  void takesNamesInAnyCaseForTheSame() {
    exhaust("ada");
    assertThat(admit(" ADA ")).isPresent();
  }

  @Test
  void forgetsWhenSignedInAndAfterAWhile() {
    exhaust("ada");
    throttle.succeeded("Ada", "10.0.0.1");
    assertThat(admit("ada")).isEmpty();
    exhaust("bob");
    clock.shift(Duration.ofMinutes(16));
    for (int free = 0; free < 3; free++) {
      assertThat(admit("bob")).isEmpty();
    }
  }

  @Test
  void manyAtOnceGainNothing() {
    AtomicInteger admitted = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        threads.execute(
            () -> {
              if (admit("ada").isEmpty()) {
                admitted.incrementAndGet();
              }
            });
      }
    }
    assertThat(admitted).hasValue(3);
  }

  private Optional<Duration> admit(String name) {
    return throttle.admit(name, "10.0.0.1");
  }

  private void exhaust(String name) {
    for (int free = 0; free < 3; free++) {
      assertThat(admit(name)).isEmpty();
    }
    assertThat(admit(name)).isPresent();
  }
}
