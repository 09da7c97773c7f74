package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What headers of an answer are read as. */
class HeadersTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z"));

  private static Optional<Duration> retryAfter(Map<String, String> headers) {
    Map<String, List<String>> lists = new HashMap<>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    return RetryAfter.of(HttpHeaders.of(lists, (name, value) -> true), CLOCK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0",
        "17 | 17",
        "99999999999 | 99999999999",
        "Sun, 22 Nov 2026 10:00:30 GMT | 30",
        "Sunday, 22-Nov-26 10:00:30 GMT | 30",
        "Sun Nov 22 10:00:30 2026 | 30",
        "Thu Jan  1 10:00:30 2026 | 0",
        "Sun, 22 Nov 2026 09:59:00 GMT | 0"
      })
  void readsRetryAfterInBothForms(String text, long seconds) {
    assertThat(retryAfter(Map.of("Retry-After", text))).contains(Duration.ofSeconds(seconds));
  }

  @Test
  void countsADateFromTheServersClock() {
    assertThat(
            retryAfter(
                Map.of(
                    "Retry-After", "Sun, 22 Nov 2026 07:00:20 GMT",
                    "Date", "Sun, 22 Nov 2026 07:00:00 GMT")))
        .contains(Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "Sun, 99 Nov 2026 07:00:20 GMT"})
  void knowsNothingFromOtherTexts(String text) {
    assertThat(retryAfter(Map.of("Retry-After", text))).isEmpty();
    assertThat(retryAfter(Map.of())).isEmpty();
  }

  @Test
  void readsWhatIsLeftOfABudget() {
    assertThat(RateLimit.parse("\"trade\";r=9;t=42"))
        .contains(new RateLimit("trade", 9, Duration.ofSeconds(42)));
    assertThat(RateLimit.parse("\"query\"; t=1; r=0"))
        .contains(new RateLimit("query", 0, Duration.ofSeconds(1)));
    assertThat(RateLimit.parse("trade, 9")).isEmpty();
  }
}
