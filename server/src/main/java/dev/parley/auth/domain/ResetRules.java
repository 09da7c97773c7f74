package dev.parley.auth.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * How long password resets live and how often their mail is tried. Immutable.
 *
 * @param life how long a token is good, from when its mail was sent
 * @param most mails to one account within {@code window}
 * @param patience how long after the request a mail is still tried; later nobody expects it
 */
public record ResetRules(Duration life, int most, Duration window, Duration patience) {
  public static final ResetRules STANDARD =
      new ResetRules(Duration.ofMinutes(30), 5, Duration.ofHours(1), Duration.ofHours(1));

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /** Whether nobody expects the mail any more. */
  public boolean overdue(Instant requestedAt, Instant now) {
    return !now.isBefore(requestedAt.plus(patience));
  }

  /**
   * When a mail is tried again if it fails now.
   *
   * @param attempts made so far, 1 or more
   */
  public Instant retry(int attempts, Instant now) {
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.clamp(attempts - 1L, 0, 20));
    return now.plus(doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE);
  }
}
