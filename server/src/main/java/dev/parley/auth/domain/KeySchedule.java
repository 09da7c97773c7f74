package dev.parley.auth.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * When which signing key is in use. All follows from the times kept with the keys, so every node
 * comes to the same answer by itself: a key is published a while before it first signs, and stays
 * published until the last token it signed has ended. Immutable.
 *
 * @param rotation how long a key signs
 * @param ahead how long before that it is published; longer than anybody keeps a copy of the key
 *     set, and than a node may take to see a new key
 * @param tokenLife how long a token lives, with a margin for clocks
 */
public record KeySchedule(Duration rotation, Duration ahead, Duration tokenLife) {
  private static final Duration LONGEST_AHEAD = Duration.ofHours(1);

  /**
   * The times of a key.
   *
   * @param kid its name in token headers
   * @param signsFrom when it becomes the signing key
   */
  public record KeyTimes(String kid, Instant signsFrom) {
    public KeyTimes {
      Objects.requireNonNull(kid, "kid");
      Objects.requireNonNull(signsFrom, "signsFrom");
    }
  }

  /** With an hour's notice, or a quarter of the rotation where that is less. */
  public static KeySchedule of(Duration rotation, Duration tokenLife) {
    Duration quarter = rotation.dividedBy(4);
    return new KeySchedule(
        rotation, quarter.compareTo(LONGEST_AHEAD) < 0 ? quarter : LONGEST_AHEAD, tokenLife);
  }

  /** The key that signs: of those that may, the newest. */
  public Optional<KeyTimes> signing(List<KeyTimes> keys, Instant now) {
    return keys.stream()
        .filter(key -> !key.signsFrom().isAfter(now))
        .max(Comparator.comparing(KeyTimes::signsFrom).thenComparing(KeyTimes::kid));
  }

  /** Whether a token signed by this key may still be valid, or will be. */
  public boolean inUse(KeyTimes key, List<KeyTimes> keys, Instant now) {
    return keys.stream()
        .map(KeyTimes::signsFrom)
        .filter(other -> other.isAfter(key.signsFrom()))
        .min(Comparator.naturalOrder())
        .map(successor -> now.isBefore(successor.plus(tokenLife)))
        .orElse(true);
  }

  /** From when a key that is to be made now should sign; empty while none is due. */
  public Optional<Instant> due(List<KeyTimes> keys, Instant now) {
    Optional<Instant> newest =
        keys.stream().map(KeyTimes::signsFrom).max(Comparator.naturalOrder());
    if (newest.isEmpty()) {
      return Optional.of(now);
    }
    Instant end = newest.get().plus(rotation);
    if (now.isBefore(end.minus(ahead))) {
      return Optional.empty();
    }
    // After a long stop the end is past; the new key is announced all the same.
    Instant soonest = now.plus(ahead);
    return Optional.of(end.isAfter(soonest) ? end : soonest);
  }
}
