package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private final RetryPolicy policy =
      RetryPolicy.defaults().delay(Duration.ofMillis(100), Duration.ofSeconds(2));

  /** The largest number that is asked for. */
  private static final RandomGenerator HIGHEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          throw new UnsupportedOperationException();
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  @Test
  void theBoundDoublesUpToTheLongest() {
    assertThat(List.of(1, 2, 3, 4, 5, 6, 7, 100))
        .extracting(failures -> policy.pause(failures, HIGHEST).toMillis())
        .containsExactly(100L, 200L, 400L, 800L, 1600L, 2000L, 2000L, 2000L);
  }

  @Test
  void theJitterIsFull() {
    Random random = new Random(7);
    LongSummaryStatistics pauses =
        LongStream.generate(() -> policy.pause(3, random).toMillis())
            .limit(10_000)
            .summaryStatistics();

    assertThat(pauses.getMin()).isZero();
    assertThat(pauses.getMax()).isEqualTo(400);
    assertThat(pauses.getAverage()).isBetween(190.0, 210.0);
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(() -> policy.tries(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> policy.delay(Duration.ZERO, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> policy.delay(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> policy.longestRetryAfter(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
