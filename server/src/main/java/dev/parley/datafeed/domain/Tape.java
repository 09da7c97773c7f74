package dev.parley.datafeed.domain;

import dev.parley.datafeed.api.RecordingKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * A recording in memory: its records in order, as whole numbers in arrays, because a hundred
 * thousand objects would cost ten times as much. A trade is a record without length whose four
 * prices are one. Immutable; the arrays are never handed out.
 *
 * <p>Played again and again, record {@code i} of round {@code r} has the number {@code r * size +
 * i} ("index" below), which is what ranges are given in.
 */
public final class Tape {
  private static final int BLOCK = 256;

  private final RecordingKind kind;
  private final Instant sourceStart;
  private final long loopSeconds;
  private final long recordSeconds;
  private final int priceScale;
  private final int quantityScale;
  private final int[] offsets;
  private final int[] lines;
  private final long[] open;
  private final long[] high;
  private final long[] low;
  private final long[] close;
  private final long[] volumeBefore;
  private final long[] blockHigh;
  private final long[] blockLow;
  private final Span round;

  Tape(TapeBuilder from) {
    kind = from.kind;
    sourceStart = from.sourceStart;
    loopSeconds = from.loopSeconds;
    recordSeconds = from.recordSeconds;
    priceScale = from.priceScale;
    quantityScale = from.quantityScale;
    offsets = Arrays.copyOf(from.offsets, from.size);
    lines = Arrays.copyOf(from.lines, from.size);
    open = Arrays.copyOf(from.open, from.size);
    boolean trades = kind == RecordingKind.TRADES;
    high = trades ? open : Arrays.copyOf(from.high, from.size);
    low = trades ? open : Arrays.copyOf(from.low, from.size);
    close = trades ? open : Arrays.copyOf(from.close, from.size);
    volumeBefore = new long[from.size + 1];
    for (int i = 0; i < from.size; i++) {
      volumeBefore[i + 1] = Math.addExact(volumeBefore[i], from.volume[i]);
    }
    int blocks = (from.size + BLOCK - 1) / BLOCK;
    blockHigh = new long[blocks];
    blockLow = new long[blocks];
    Arrays.fill(blockLow, Long.MAX_VALUE);
    for (int i = 0; i < from.size; i++) {
      blockHigh[i / BLOCK] = Math.max(blockHigh[i / BLOCK], high[i]);
      blockLow[i / BLOCK] = Math.min(blockLow[i / BLOCK], low[i]);
    }
    round = within(0, from.size);
  }

  public RecordingKind kind() {
    return kind;
  }

  /** Records in one round. */
  public int size() {
    return lines.length;
  }

  /** Where the recording begins, in the time of its market. */
  public Instant sourceStart() {
    return sourceStart;
  }

  /** Recorded time in one round. */
  public Duration loop() {
    return Duration.ofSeconds(loopSeconds);
  }

  long loopMicros() {
    return loopSeconds * Micros.PER_SECOND;
  }

  /** How long one record is; zero for trades. */
  long recordMicros() {
    return recordSeconds * Micros.PER_SECOND;
  }

  /** The number of records that begin at or before that tape offset, all rounds counted. */
  long begunAt(long tapeOffset) {
    if (tapeOffset < 0) {
      return 0;
    }
    long loopMicros = loopMicros();
    int second = (int) (tapeOffset % loopMicros / Micros.PER_SECOND);
    return tapeOffset / loopMicros * size() + firstAbove(offsets, second);
  }

  /** The tape offset at which a record begins. */
  long offsetOf(long index) {
    return index / size() * loopMicros() + offsets[at(index)] * Micros.PER_SECOND;
  }

  /** When a record begins in the recorded market. */
  Instant sourceTimeOf(long index) {
    return sourceStart.plusSeconds(offsets[at(index)]);
  }

  /** The line of the recording that a record stands in, from 1. */
  int lineOf(long index) {
    return lines[at(index)];
  }

  /** The first index behind that line of that round. */
  long indexAfter(long loop, int line) {
    return Math.addExact(Math.multiplyExact(loop, (long) size()), (long) firstAbove(lines, line));
  }

  long openOf(long index) {
    return open[at(index)];
  }

  Span one(long index) {
    int i = at(index);
    return new Span(open[i], high[i], low[i], close[i], volumeBefore[i + 1] - volumeBefore[i]);
  }

  /**
   * What the records from one index to another (exclusive) come to. Takes about {@code 2 * BLOCK}
   * steps whatever their number.
   */
  Span range(long from, long to) {
    if (from < 0 || from >= to) {
      throw new IllegalArgumentException("No records from " + from + " to " + to);
    }
    long firstRound = from / size();
    long lastRound = (to - 1) / size();
    if (firstRound == lastRound) {
      return within(at(from), at(to - 1) + 1);
    }
    Span span = within(at(from), size());
    long between = lastRound - firstRound - 1;
    if (between > 0) {
      span =
          span.then(
              new Span(
                  round.open(),
                  round.high(),
                  round.low(),
                  round.close(),
                  Math.multiplyExact(round.volume(), between)));
    }
    return span.then(within(0, at(to - 1) + 1));
  }

  BigDecimal price(long units) {
    return BigDecimal.valueOf(units, priceScale);
  }

  BigDecimal quantity(long units) {
    return BigDecimal.valueOf(units, quantityScale);
  }

  private Span within(int from, int to) {
    long highest = Long.MIN_VALUE;
    long lowest = Long.MAX_VALUE;
    int i = from;
    while (i < to) {
      if (i % BLOCK == 0 && i + BLOCK <= to) {
        highest = Math.max(highest, blockHigh[i / BLOCK]);
        lowest = Math.min(lowest, blockLow[i / BLOCK]);
        i += BLOCK;
      } else {
        highest = Math.max(highest, high[i]);
        lowest = Math.min(lowest, low[i]);
        i++;
      }
    }
    return new Span(
        open[from], highest, lowest, close[to - 1], volumeBefore[to] - volumeBefore[from]);
  }

  private int at(long index) {
    return (int) (index % size());
  }

  /** The first position whose value is greater; the array does not decrease. */
  private static int firstAbove(int[] values, int value) {
    int low = 0;
    int high = values.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (values[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
