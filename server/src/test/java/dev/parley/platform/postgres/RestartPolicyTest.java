package dev.parley.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
  @Test
  void restsLongerBeforeEachAttemptUpToALimit() {
    RestartPolicy policy = RestartPolicy.of(10);

    assertThat(
            IntStream.rangeClosed(1, 10).mapToLong(n -> policy.pauseBefore(n).toMillis()).boxed())
        .containsExactly(0L, 250L, 500L, 1000L, 2000L, 4000L, 8000L, 15000L, 15000L, 15000L);
    assertThat(policy.pauseBefore(1_000_000)).isEqualTo(policy.longestPause());
  }
}
