package dev.parley.datafeed.domain;

import java.time.Duration;
import java.time.Instant;

/**
 * How a tape lies on the server's clock: round 0 begins at the anchor, and all rounds run {@code
 * speed} times as fast as they were recorded. A place on it is a <em>tape offset</em>: microseconds
 * of recorded time since the first beginning, all rounds added up. Whole numbers all through, so
 * every node finds the same.
 *
 * @param anchorMicros when round 0 begins on the server's clock, in microseconds since 1970
 * @param speed recorded microseconds that pass in one; positive
 */
public record Timeline(long anchorMicros, int speed) {
  public Timeline {
    if (speed <= 0) {
      throw new IllegalArgumentException("A speed is positive: " + speed);
    }
  }

  /**
   * Lays a recording so that its history reaches back at least to {@code historyFrom}, shifted by a
   * multiple of {@code shiftUnit}: by whole days it keeps the time of day, by whole weeks its
   * weekends too.
   */
  public static Timeline begin(Tape tape, int speed, Instant historyFrom, Duration shiftUnit) {
    long start = Micros.of(tape.sourceStart());
    long shift = Micros.floor(Micros.of(historyFrom) - start, Micros.of(shiftUnit));
    return new Timeline(start + shift, speed);
  }

  /** Laid before, as it was stored. */
  public static Timeline at(Instant anchor, int speed) {
    return new Timeline(Micros.of(anchor), speed);
  }

  public Instant anchor() {
    return Micros.instant(anchorMicros);
  }

  /** The greatest tape offset that has been played at that instant; negative before the anchor. */
  public long playedAt(long micros) {
    return Math.multiplyExact(micros - anchorMicros, (long) speed) + speed - 1;
  }

  /** When that tape offset is played: the first instant at which {@link #playedAt} reaches it. */
  public long timeOf(long tapeOffset) {
    return anchorMicros + Math.floorDiv(tapeOffset, (long) speed);
  }

  /**
   * The tape at another speed, going on from where it is: nothing that was played becomes unplayed.
   * Bars have to begin on the grid of their length, for which some of the tape is passed over, less
   * than {@code newSpeed} bars.
   */
  public Timeline atSpeed(Tape tape, int newSpeed, Instant now) {
    if (newSpeed == speed) {
      return this;
    }
    long nowMicros = Micros.of(now);
    long sinceAnchor = Math.floorDiv(playedAt(nowMicros), (long) newSpeed);
    long grid = Math.max(tape.recordMicros(), 1);
    return new Timeline(Micros.floor(nowMicros - sinceAnchor, grid), newSpeed);
  }
}
