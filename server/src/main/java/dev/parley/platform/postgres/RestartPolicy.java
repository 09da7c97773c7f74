package dev.parley.platform.postgres;

import java.time.Duration;

/**
 * How often a server that ended by itself is started again before it is given up. A server that has
 * run for a while starts a new count.
 *
 * @param attempts most starts in a row; 0 for none at all
 * @param pause before the second attempt; it doubles with each further one
 * @param longestPause what the pause does not grow beyond
 * @param settled how long a server must have run for its end to be a first one again
 */
public record RestartPolicy(int attempts, Duration pause, Duration longestPause, Duration settled) {

  /** Ten attempts within about a minute, save what each of them takes. */
  public static RestartPolicy of(int attempts) {
    return new RestartPolicy(
        attempts, Duration.ofMillis(250), Duration.ofSeconds(15), Duration.ofMinutes(1));
  }

  /** The rest before this attempt, the first being number 1 and without any. */
  Duration pauseBefore(int attempt) {
    if (attempt <= 1) {
      return Duration.ZERO;
    }
    Duration grown = pause.multipliedBy(1L << Math.min(attempt - 2, 20));
    return grown.compareTo(longestPause) < 0 ? grown : longestPause;
  }
}
