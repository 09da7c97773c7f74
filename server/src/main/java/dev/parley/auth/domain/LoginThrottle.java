package dev.parley.auth.domain;

import dev.parley.platform.net.Addresses;
import dev.parley.platform.rate.SharedValues;
import dev.parley.platform.rate.SharedValues.Change;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes guessing slow: after some attempts for one name from one address each further one has to
 * wait, twice as long every time up to a bound. Nobody else is touched, and no account is ever
 * locked. An attempt counts when it is let in, so that many at once gain nothing; signing in clears
 * the count.
 *
 * <p>Nodes that share anything share this. What this node has let in is in its memory too, bounded,
 * the longest unused forgotten first, for when nothing is shared. Thread-safe: one lock around a
 * few map operations.
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

  /** How many places of a network may try without a wait. */
  private static final int PLACES = 16;

  private static final int MOST_REMEMBERED = 100_000;
  private static final Duration REMEMBERED = Duration.ofMinutes(15);
  private static final Pattern NOTED = Pattern.compile("(\\d{1,9}) (\\d{1,15}) (\\d{1,15})");

  private final Policy policy;
  private final Clock clock;
  private final SharedValues shared;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Attempts> attempts =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Attempts> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  public LoginThrottle(Policy policy, Clock clock, SharedValues shared) {
    this.policy = Objects.requireNonNull(policy, "policy");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.shared = Objects.requireNonNull(shared, "shared");
  }

  /**
   * Lets an attempt in and counts it, or says how long to wait. Of an IPv6 address its network
   * counts too, more generously: whoever has a /48 could come from another place each time.
   */
  public Optional<Duration> admit(String name, String address) {
    Optional<Duration> wait = admit(Key.of(name, address), policy.free());
    String network = Addresses.network(address);
    return wait.isPresent() || network.equals(address)
        ? wait
        : admit(Key.of(name, network), policy.free() * PLACES);
  }

  private Optional<Duration> admit(Key key, int free) {
    Instant now = clock.instant();
    Optional<Duration> everywhere =
        shared.change(
            key.text(),
            REMEMBERED,
            text -> {
              Attempts before = text.map(Attempts::parse).orElse(null);
              Duration wait = left(before, now);
              return new Change<>(wait.isZero() ? next(before, now, free).text() : null, wait);
            });
    if (everywhere.isPresent() && !everywhere.get().isZero()) {
      return everywhere;
    }
    Duration wait = here(key, now, free);
    return everywhere.isPresent() || wait.isZero() ? Optional.empty() : Optional.of(wait);
  }

  private Duration here(Key key, Instant now, int free) {
    lock.lock();
    try {
      Attempts before = recent(attempts.get(key), now);
      Duration wait = left(before, now);
      if (wait.isZero()) {
        attempts.put(key, next(before, now, free));
      }
      return wait;
    } finally {
      lock.unlock();
    }
  }

  private static Duration left(@Nullable Attempts before, Instant now) {
    return before != null && now.isBefore(before.notBefore())
        ? Duration.between(now, before.notBefore())
        : Duration.ZERO;
  }

  private Attempts next(@Nullable Attempts before, Instant now, int free) {
    int count = before == null ? 1 : before.count() + 1;
    return new Attempts(count, now, now.plus(wait(count, free)));
  }

  /**
   * Whether an attempt that was let in and failed is to be noted: the first one, and each that had
   * to wait. However many there are, no more are noted than the delays let through.
   */
  public boolean noteworthy(String name, String address) {
    lock.lock();
    try {
      Attempts made = attempts.get(Key.of(name, address));
      return made == null || made.count() == 1 || made.count() > policy.free();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets the attempts of somebody who has shown that he knows the password. */
  public void succeeded(String name, String address) {
    forget(Key.of(name, address));
    String network = Addresses.network(address);
    if (!network.equals(address)) {
      forget(Key.of(name, network));
    }
  }

  private void forget(Key key) {
    shared.remove(key.text());
    lock.lock();
    try {
      attempts.remove(key);
    } finally {
      lock.unlock();
    }
  }

  private Duration wait(int count, int free) {
    int over = count - free;
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

    String text() {
      return "login:" + name + "@" + address;
    }
  }

  private record Attempts(int count, Instant last, Instant notBefore) {
    /** What another node has noted; null if it is nothing of the kind. */
    static @Nullable Attempts parse(String text) {
      Matcher parts = NOTED.matcher(text);
      return parts.matches()
          ? new Attempts(
              Integer.parseInt(parts.group(1)),
              Instant.ofEpochMilli(Long.parseLong(parts.group(2))),
              Instant.ofEpochMilli(Long.parseLong(parts.group(3))))
          : null;
    }

    String text() {
      return "%d %d %d".formatted(count, last.toEpochMilli(), notBefore.toEpochMilli());
    }
  }
}
