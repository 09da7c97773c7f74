package dev.parley.datafeed.api;

import java.util.Comparator;

/**
 * A place on a symbol's tape: right after the record in line {@code line} of round {@code loop}. Of
 * two records of one symbol the later one has the greater cursor, whatever their times, across
 * rounds, restarts and changes of speed; so a consumer that stores its cursor with what it did gets
 * every record exactly once. Orders as the tape does.
 *
 * @param loop the round the recording is played in, from 0
 * @param line the record's line in the recording, from 1; 0 is before the first
 */
public record TapeCursor(long loop, int line) implements Comparable<TapeCursor> {
  /** Before everything that was ever played. */
  public static final TapeCursor START = new TapeCursor(0, 0);

  private static final Comparator<TapeCursor> ORDER =
      Comparator.comparingLong(TapeCursor::loop).thenComparingInt(TapeCursor::line);

  public TapeCursor {
    if (loop < 0 || line < 0) {
      throw new IllegalArgumentException("Not a place on a tape: " + loop + "-" + line);
    }
  }

  @Override
  public int compareTo(TapeCursor other) {
    return ORDER.compare(this, other);
  }

  /** {@code loop-line}, which is also the id of a trade. */
  @Override
  public String toString() {
    return loop + "-" + line;
  }
}
