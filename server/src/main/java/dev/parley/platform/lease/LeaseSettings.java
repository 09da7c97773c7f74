package dev.parley.platform.lease;

import dev.parley.platform.settings.Settings;
import java.time.Duration;

/**
 * How leases are kept.
 *
 * @param duration how long a lease lasts that is not renewed: the longest a job rests after its
 *     node is gone without a word
 * @param pause how long a worker that ended rests on this node; it doubles with each failure
 * @param longestPause what the pause does not grow beyond
 * @param grace how long a worker may take to end when the server stops
 */
public record LeaseSettings(
    Duration duration, Duration pause, Duration longestPause, Duration grace) {
  private static final int RENEWALS = 5;
  private static final int MARGIN = 10;

  /** LEASE_DURATION; the rest is not for operators. */
  public static LeaseSettings from(Settings settings) {
    return new LeaseSettings(
        settings.duration(
            "LEASE_DURATION", Duration.ofSeconds(15), Duration.ofSeconds(2), Duration.ofMinutes(5)),
        Duration.ofSeconds(1),
        Duration.ofMinutes(1),
        Duration.ofSeconds(10));
  }

  /** How often a holder renews, and looks for leases nobody has. */
  Duration step() {
    Duration fifth = duration.dividedBy(RENEWALS);
    return fifth.compareTo(Duration.ofSeconds(1)) < 0 ? fifth : Duration.ofSeconds(1);
  }

  /** How long a holder relies on a renewal: shorter than the database does, to end before it. */
  Duration trusted() {
    return duration.minus(duration.dividedBy(MARGIN));
  }

  /** The rest after this many failures in a row; also the first success rests a little. */
  Duration pauseAfter(int failures) {
    Duration grown = pause.multipliedBy(1L << Math.clamp(failures - 1L, 0, 20));
    return grown.compareTo(longestPause) < 0 ? grown : longestPause;
  }
}
