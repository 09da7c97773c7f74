package dev.parley.client.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

  @Test
  void staysUnderABoundThatDoublesUpToTheLongest() {
    for (int failures = 0; failures < 100; failures++) {
      Duration bound = Duration.ofMillis(Math.min(2000, 100L << Math.min(failures, 10)));
      for (int i = 0; i < 50; i++) {
        assertThat(backoff.after(failures)).isBetween(Duration.ZERO, bound);
      }
    }
  }

  @Test
  void refusesBoundsThatMakeNoSense() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
