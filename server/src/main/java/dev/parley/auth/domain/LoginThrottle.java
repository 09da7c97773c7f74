package dev.parley.auth.domain;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Makes guessing slow: after some attempts for one name from one address each further one has to
 * wait, twice as long every time up to a bound. Nobody else is touched, and no account is ever
 * locked. An attempt counts when it is let in, so that many at once gain nothing; signing in clears
 * the count.
 *
 * <p>Kept in this node's memory, bounded, the longest unused forgotten first. Thread-safe: one lock
 * around a few map operations.
 */
public final class LoginThrottle {
  /**
   * How hard guessing is.
   *
   * @param free attempts before the first wait
   * @param first the first wait
   * @param longest the longest one
   */
  public record Policy(int free, Duration first, Duration longest) {}

  private static final int MOST_REMEMBERED = 100_000;
  private static final Duration REMEMBERED = Duration.ofMinutes(15);

  private final Policy policy;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Attempts> attempts =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Attempts> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  public LoginThrottle(Policy policy, Clock clock) {
    this.policy = Objects.requireNonNull(policy, "policy");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  /** Lets an attempt in and counts it, or says how long to wait. */
  public Optional<Duration> admit(String name, String address) {
    Key key = Key.of(name, address);
    Instant now = clock.instant();
    lock.lock();
    try {
      Attempts before = recent(attempts.get(key), now);
      if (before != null && now.isBefore(before.notBefore())) {
        return Optional.of(Duration.between(now, before.notBefore()));
      }
      int count = before == null ? 1 : before.count() + 1;
      attempts.put(key, new Attempts(count, now, now.plus(wait(count))));
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the attempts of somebody who has shown that he knows the password. */
  public void succeeded(String name, String address) {
    lock.lock();
    try {
      attempts.remove(Key.of(name, address));
    } finally {
      lock.unlock();
    }
  }

  private Duration wait(int count) {
    int over = count - policy.free();
    if (over < 0) {
      return Duration.ZERO;
    }
    Duration doubled = policy.first().multipliedBy(1L << Math.min(over, 20));
    return doubled.compareTo(policy.longest()) < 0 ? doubled : policy.longest();
  }

  private static @Nullable Attempts recent(@Nullable Attempts found, Instant now) {
    boolean old = found != null && found.last().plus(REMEMBERED).isBefore(now);
    return old ? null : found;
  }

  private record Key(String name, String address) {
    static Key of(String name, String address) {
      return new Key(name.strip().toLowerCase(Locale.ROOT), address);
    }
  }

  private record Attempts(int count, Instant last, Instant notBefore) {}
}
