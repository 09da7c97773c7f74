package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.error.ApiException;
import dev.parley.client.model.ErrorCode;
import dev.parley.client.model.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be sent once more, and what may not. */
class RetriesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static Retries retries(RetryPolicy policy, boolean repeatable) {
    return new Retries(policy, new Random(1), repeatable);
  }

  private static Retries retries(boolean repeatable) {
    return retries(RetryPolicy.defaults(), repeatable);
  }

  private static ApiException refusal(int status, ErrorCode code, @Nullable Duration retryAfter) {
    return ApiException.of(
        "call",
        Problem.builder()
            .type("about:blank")
            .title("T")
            .status(status)
            .code(code)
            .traceId("")
            .timestamp(Instant.EPOCH)
            .build(),
        retryAfter);
  }

  @ParameterizedTest
  @CsvSource({
    // status, code, a repeatable call is tried again, any other is tried again
    "400, VALIDATION_ERROR, false, false",
    "401, UNAUTHENTICATED, false, false",
    "403, PERMISSION_DENIED, false, false",
    "404, NOT_FOUND, false, false",
    "409, DUPLICATE_RESOURCE, false, false",
    "409, IDEMPOTENCY_IN_PROGRESS, true, true",
    "408, UNKNOWN, true, false",
    "412, PRECONDITION_FAILED, false, false",
    "422, IDEMPOTENCY_KEY_REUSED, false, false",
    "429, RATE_LIMIT_EXCEEDED, true, true",
    "429, UNKNOWN, true, true",
    "500, INTERNAL_ERROR, true, false",
    "501, UNKNOWN, false, false",
    "502, UPSTREAM_FAILED, true, false",
    "503, UNAVAILABLE, true, true",
    "503, OUTCOME_UNKNOWN, true, false",
    "503, UNKNOWN, true, false",
    "504, UNKNOWN, true, false"
  })
  void goesByStatusAndCode(int status, ErrorCode code, boolean repeatable, boolean any) {
    ApiException refusal = refusal(status, code, SECOND);

    assertThat(retries(true).afterRefusal(refusal).isPresent()).isEqualTo(repeatable);
    assertThat(retries(false).afterRefusal(refusal).isPresent()).isEqualTo(any);
  }

  @Test
  void aBrokenConnectionEndsAnUnkeyedPostUnlessItWasNeverSent() {
    assertThat(retries(false).afterBreak(true)).isEmpty();
    assertThat(retries(false).afterBreak(false)).isPresent();
    assertThat(retries(true).afterBreak(true)).isPresent();
  }

  @Test
  void countsTries() {
    Retries retries = retries(RetryPolicy.defaults().tries(3), true);

    assertThat(retries.afterBreak(true)).isPresent();
    assertThat(retries.afterRefusal(refusal(503, ErrorCode.UNAVAILABLE, null))).isPresent();
    assertThat(retries.afterBreak(true)).isEmpty();
  }

  @Test
  void waitingForTheFirstRequestWithAKeyIsNoFailure() {
    Retries retries = retries(RetryPolicy.defaults().tries(2), true);
    for (int i = 0; i < 50; i++) {
      assertThat(retries.afterRefusal(refusal(409, ErrorCode.IDEMPOTENCY_IN_PROGRESS, SECOND)))
          .isPresent();
    }

    assertThat(retries.afterBreak(true)).isPresent();
  }

  @Test
  void neverComesBackBeforeItWasAskedTo() {
    for (int i = 0; i < 100; i++) {
      assertThat(retries(true).afterRefusal(refusal(429, ErrorCode.RATE_LIMIT_EXCEEDED, SECOND)))
          .hasValueSatisfying(pause -> assertThat(pause).isBetween(SECOND, SECOND.plusMillis(250)));
    }
    assertThat(
            retries(true)
                .afterRefusal(refusal(429, ErrorCode.RATE_LIMIT_EXCEEDED, Duration.ofSeconds(11))))
        .isEmpty();
    assertThat(
            retries(RetryPolicy.defaults().longestRetryAfter(Duration.ofMinutes(1)), true)
                .afterRefusal(refusal(429, ErrorCode.RATE_LIMIT_EXCEEDED, Duration.ofSeconds(11))))
        .isPresent();
  }

  @Test
  void noneIsNone() {
    Retries none = retries(RetryPolicy.none(), true);

    assertThat(none.afterBreak(false)).isEmpty();
    assertThat(none.afterRefusal(refusal(429, ErrorCode.RATE_LIMIT_EXCEEDED, null))).isEmpty();
    assertThat(none.afterRefusal(refusal(409, ErrorCode.IDEMPOTENCY_IN_PROGRESS, null))).isEmpty();
  }
}
