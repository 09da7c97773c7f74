package dev.parley.client;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code Retry-After} in seconds or as a date (RFC 9110, 10.2.3). */
final class RetryAfter {

  /** The three spellings of a date that a recipient has to read (RFC 9110, 5.6.7). */
  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.US)
              .withZone(ZoneOffset.UTC),
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US)
              .withZone(ZoneOffset.UTC));

  private RetryAfter() {}

  /**
   * How long the server asks to wait. A date is counted from the server's own {@code Date}, so that
   * a wrong clock on this side does no harm.
   */
  static Optional<Duration> of(HttpHeaders headers, InstantSource clock) {
    return headers
        .firstValue("Retry-After")
        .map(String::strip)
        .flatMap(
            text ->
                text.matches("[0-9]{1,18}")
                    ? Optional.of(Duration.ofSeconds(Long.parseLong(text)))
                    : date(text).map(until -> left(until, headers, clock)));
  }

  private static Duration left(Instant until, HttpHeaders headers, InstantSource clock) {
    Instant now = headers.firstValue("Date").flatMap(RetryAfter::date).orElseGet(clock::instant);
    Duration left = Duration.between(now, until);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private static Optional<Instant> date(String text) {
    for (DateTimeFormatter spelling : DATES) {
      try {
        return Optional.of(spelling.parse(text, Instant::from));
      } catch (DateTimeException e) {
        // Not this spelling; one that is none of them says nothing.
        continue;
      }
    }
    return Optional.empty();
  }
}
