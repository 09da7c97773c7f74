package dev.parley.datafeed.domain;

import dev.parley.datafeed.api.RecordingKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Takes a recording record by record and checks it; a bad record is an {@link
 * IllegalArgumentException} that names its line. For one thread.
 */
public final class TapeBuilder {
  final RecordingKind kind;
  final Instant sourceStart;
  final long loopSeconds;
  final long recordSeconds;
  final int priceScale;
  final int quantityScale;
  int size;
  int[] offsets = new int[1024];
  int[] lines = new int[1024];
  long[] open = new long[1024];
  long[] high = new long[0];
  long[] low = new long[0];
  long[] close = new long[0];
  long[] volume = new long[1024];

  private TapeBuilder(
      RecordingKind kind,
      Instant sourceStart,
      Duration loop,
      Duration record,
      int priceScale,
      int quantityScale) {
    this.kind = kind;
    this.sourceStart = sourceStart;
    this.loopSeconds = loop.toSeconds();
    this.recordSeconds = record.toSeconds();
    this.priceScale = priceScale;
    this.quantityScale = quantityScale;
  }

  /**
   * For single trades.
   *
   * @param loop recorded time in one round; longer than up to the last trade
   * @param priceScale decimals of a price: prices come in units of {@code 10^-priceScale}
   * @param quantityScale decimals of a quantity
   */
  public static TapeBuilder trades(
      Instant sourceStart, Duration loop, int priceScale, int quantityScale) {
    return new TapeBuilder(
        RecordingKind.TRADES, sourceStart, loop, Duration.ZERO, priceScale, quantityScale);
  }

  /**
   * For bars of one length, which the round has to be a multiple of.
   *
   * @param bar the length of a bar
   */
  public static TapeBuilder bars(
      Instant sourceStart, Duration loop, Duration bar, int priceScale, int quantityScale) {
    if (bar.toSeconds() <= 0 || loop.toSeconds() % bar.toSeconds() != 0) {
      throw new IllegalArgumentException("A round of " + loop + " is no multiple of " + bar);
    }
    if (sourceStart.getEpochSecond() % bar.toSeconds() != 0) {
      throw new IllegalArgumentException(sourceStart + " is no multiple of " + bar);
    }
    return new TapeBuilder(RecordingKind.BARS, sourceStart, loop, bar, priceScale, quantityScale);
  }

  /** Adds a trade; the price and quantity in units of the tape, both positive. */
  public TapeBuilder trade(int line, long epochSecond, long price, long quantity) {
    check(kind == RecordingKind.TRADES, line, "is a trade among bars");
    check(price > 0 && quantity > 0, line, "has a price or quantity that is not positive");
    add(line, epochSecond, price, quantity);
    return this;
  }

  /** Adds a bar; prices and volume in units of the tape, prices positive. */
  public TapeBuilder bar(
      int line, long epochSecond, long open, long high, long low, long close, long volume) {
    check(kind == RecordingKind.BARS, line, "is a bar among trades");
    check(low > 0 && volume >= 0, line, "has a price that is not positive or a negative volume");
    check(
        low <= Math.min(open, close) && Math.max(open, close) <= high,
        line,
        "has prices outside of its high and low");
    check(epochSecond % recordSeconds == 0, line, "does not begin where bars begin");
    check(
        size == 0 || epochSecond - sourceStart.getEpochSecond() > offsets[size - 1],
        line,
        "begins with or before the bar before it");
    int at = size;
    add(line, epochSecond, open, volume);
    if (this.high.length < this.open.length) {
      this.high = Arrays.copyOf(this.high, this.open.length);
      this.low = Arrays.copyOf(this.low, this.open.length);
      this.close = Arrays.copyOf(this.close, this.open.length);
    }
    this.high[at] = high;
    this.low[at] = low;
    this.close[at] = close;
    return this;
  }

  public Tape build() {
    if (size == 0) {
      throw new IllegalArgumentException("A recording without records");
    }
    return new Tape(this);
  }

  private void add(int line, long epochSecond, long price, long quantity) {
    long offset = epochSecond - sourceStart.getEpochSecond();
    check(offset >= 0 && offset + recordSeconds <= loopSeconds, line, "is outside of the round");
    check(offset < loopSeconds, line, "is outside of the round");
    check(size == 0 || offset >= offsets[size - 1], line, "is earlier than the line before");
    check(line > (size == 0 ? 0 : lines[size - 1]), line, "does not follow the line before");
    if (size == lines.length) {
      int capacity = size * 2;
      offsets = Arrays.copyOf(offsets, capacity);
      lines = Arrays.copyOf(lines, capacity);
      open = Arrays.copyOf(open, capacity);
      volume = Arrays.copyOf(volume, capacity);
    }
    offsets[size] = Math.toIntExact(offset);
    lines[size] = line;
    open[size] = price;
    volume[size] = quantity;
    size++;
  }

  private static void check(boolean right, int line, String problem) {
    if (!right) {
      throw new IllegalArgumentException("Line " + line + " of the recording " + problem);
    }
  }
}
