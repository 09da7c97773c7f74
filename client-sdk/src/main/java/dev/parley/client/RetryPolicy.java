package dev.parley.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and after which pauses a call is tried again, where trying again is allowed at all: the
 * server surely has not acted on it, or acting on it twice is the same as once. Immutable.
 *
 * <p>A pause is random between nothing and a bound that doubles with each failure (full jitter), so
 * that clients which failed together do not come back together. {@code Retry-After} is waited for
 * on top of that. No pause goes beyond the time of the whole call.
 */
public final class RetryPolicy {
  private static final RetryPolicy DEFAULTS =
      new RetryPolicy(4, Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ofSeconds(10));
  private static final int MOST_DOUBLINGS = 20;

  private final int tries;
  private final Duration firstDelay;
  private final Duration longestDelay;
  private final Duration longestRetryAfter;

  private RetryPolicy(
      int tries, Duration firstDelay, Duration longestDelay, Duration longestRetryAfter) {
    this.tries = tries;
    this.firstDelay = firstDelay;
    this.longestDelay = longestDelay;
    this.longestRetryAfter = longestRetryAfter;
  }

  /** Four tries, pauses of up to 250 ms, doubled up to 5 s; {@code Retry-After} up to 10 s. */
  public static RetryPolicy defaults() {
    return DEFAULTS;
  }

  /** One try. */
  public static RetryPolicy none() {
    return DEFAULTS.tries(1);
  }

  /** How many requests a call may make, the first one included. */
  public RetryPolicy tries(int tries) {
    if (tries < 1) {
      throw new IllegalArgumentException("tries is " + tries + ", expected at least 1");
    }
    return new RetryPolicy(tries, firstDelay, longestDelay, longestRetryAfter);
  }

  /** The bound of the first pause, and the one that doubling stops at. */
  public RetryPolicy delay(Duration first, Duration longest) {
    Durations.positive(first, "first");
    if (longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("longest is " + longest + ", expected at least " + first);
    }
    return new RetryPolicy(tries, first, longest, longestRetryAfter);
  }

  /**
   * The longest {@code Retry-After} to wait for. A longer one ends the call at once with the
   * refusal that brought it: coming back early is what the server asked not to do.
   */
  public RetryPolicy longestRetryAfter(Duration longest) {
    if (longest.isNegative()) {
      throw new IllegalArgumentException("longest is " + longest + ", expected zero or more");
    }
    return new RetryPolicy(tries, firstDelay, longestDelay, longest);
  }

  /** How many requests a call may make. */
  public int tries() {
    return tries;
  }

  /** The longest {@code Retry-After} to wait for. */
  public Duration longestRetryAfter() {
    return longestRetryAfter;
  }

  /** A random pause after this many failures, 1 or more. */
  Duration pause(int failures, RandomGenerator random) {
    long bound = firstDelay.toMillis() << Math.min(failures - 1, MOST_DOUBLINGS);
    return Duration.ofMillis(random.nextLong(Math.min(bound, longestDelay.toMillis()) + 1));
  }
}
