package dev.parley.datafeed.domain;

import dev.parley.datafeed.api.LastTrade;
import dev.parley.datafeed.api.PriceBasis;
import dev.parley.datafeed.api.Quote;
import dev.parley.datafeed.api.RecordingKind;
import dev.parley.datafeed.api.TapeBar;
import dev.parley.datafeed.api.TapeCursor;
import dev.parley.datafeed.api.TapeTrade;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A tape on its timeline: what of a symbol can be seen at an instant. Every method is a function of
 * its arguments, so two nodes with the same anchor answer the same, and a later instant never shows
 * less. Immutable.
 *
 * <p>Of a bar that has begun and not ended, only the opening price is known.
 */
public record Playback(String symbol, Tape tape, Timeline timeline) {
  private static final long DAY = Micros.of(Duration.ofDays(1));

  /** How many records have begun by then, all rounds counted. */
  public long begun(Instant now) {
    return begun(Micros.of(now));
  }

  /** How many records have ended by then; the same as begun for trades. */
  public long ended(Instant now) {
    return ended(Micros.of(now));
  }

  long begun(long micros) {
    return tape.begunAt(timeline.playedAt(micros));
  }

  long ended(long micros) {
    return tape.begunAt(timeline.playedAt(micros) - tape.recordMicros());
  }

  /** When a record begins on the server's clock. */
  long timeOf(long index) {
    return timeline.timeOf(tape.offsetOf(index));
  }

  /** The place right after the newest record that has begun by then. */
  public TapeCursor position(Instant now) {
    long begun = begun(now);
    return begun == 0 ? TapeCursor.START : cursor(begun - 1);
  }

  /** The trades behind a place that happened by then, up to a number, in the order of the tape. */
  public List<TapeTrade> tradesAfter(TapeCursor cursor, Instant now, int limit) {
    return tape.kind() == RecordingKind.TRADES ? after(cursor, now, limit, this::trade) : List.of();
  }

  /** The bars behind a place that have begun by then, up to a number, in the order of the tape. */
  public List<TapeBar> barsAfter(TapeCursor cursor, Instant now, int limit) {
    return tape.kind() == RecordingKind.BARS ? after(cursor, now, limit, this::bar) : List.of();
  }

  /** The trades from one number to another (exclusive); see {@link #begun(Instant)}. */
  public List<TapeTrade> trades(long from, long to) {
    List<TapeTrade> trades = new ArrayList<>();
    for (long index = Math.max(from, 0); index < to; index++) {
      trades.add(trade(index));
    }
    return trades;
  }

  /** The number of records up to and with that place. */
  public long countUpTo(TapeCursor cursor) {
    return tape.indexAfter(cursor.loop(), cursor.line());
  }

  /** The newest price; empty before the anchor. */
  public Optional<LastTrade> last(Instant now) {
    long nowMicros = Micros.of(now);
    long begun = begun(nowMicros);
    if (begun == 0) {
      return Optional.empty();
    }
    long index = begun - 1;
    Span span = tape.one(index);
    Instant time = Micros.instant(timeOf(index));
    Instant sourceTime = tape.sourceTimeOf(index);
    if (tape.kind() == RecordingKind.TRADES) {
      return Optional.of(
          new LastTrade(
              symbol,
              tape.price(span.close()),
              tape.quantity(span.volume()),
              PriceBasis.LAST_TRADE,
              time,
              sourceTime));
    }
    if (ended(nowMicros) < begun) {
      BigDecimal price = tape.price(span.open());
      return Optional.of(new LastTrade(symbol, price, null, PriceBasis.BAR_OPEN, time, sourceTime));
    }
    return Optional.of(
        new LastTrade(
            symbol,
            tape.price(span.close()),
            null,
            PriceBasis.BAR_CLOSE,
            Micros.instant(endOf(index)),
            sourceTime.plusSeconds(tape.recordMicros() / Micros.PER_SECOND)));
  }

  /** The newest price with the last 24 hours; empty before the anchor. */
  public Optional<Quote> quote(Instant now) {
    return last(now)
        .map(
            last ->
                new Quote(
                    symbol,
                    last.price(),
                    last.quantity(),
                    last.price(),
                    last.price(),
                    last.basis(),
                    last.time(),
                    last.sourceTime(),
                    day(Micros.of(now), last.price()).orElse(null)));
  }

  /** What is known at an instant of the records from one index to another (exclusive). */
  Span known(long from, long to, long nowMicros) {
    long whole = Math.clamp(ended(nowMicros), from, to);
    if (whole == from) {
      return opening(from);
    }
    Span span = tape.range(from, whole);
    return whole < to ? span.then(opening(whole)) : span;
  }

  private Optional<Quote.Day> day(long nowMicros, BigDecimal last) {
    long from = ended(nowMicros - DAY);
    long to = begun(nowMicros);
    if (from == to) {
      return Optional.empty();
    }
    Span span = known(from, to, nowMicros);
    BigDecimal open = tape.price(span.open());
    return Optional.of(
        new Quote.Day(
            open,
            tape.price(span.high()),
            tape.price(span.low()),
            last.subtract(open),
            tape.quantity(span.volume())));
  }

  private Span opening(long index) {
    long price = tape.openOf(index);
    return new Span(price, price, price, price, 0);
  }

  private <T> List<T> after(TapeCursor cursor, Instant now, int limit, LongFunction<T> read) {
    if (limit < 1) {
      throw new IllegalArgumentException("A limit is at least 1: " + limit);
    }
    long from = countUpTo(cursor);
    long to = begun(now);
    List<T> records = new ArrayList<>();
    for (long index = from; index < to && records.size() < limit; index++) {
      records.add(read.apply(index));
    }
    return records;
  }

  private TapeCursor cursor(long index) {
    return new TapeCursor(index / tape.size(), tape.lineOf(index));
  }

  private TapeTrade trade(long index) {
    Span span = tape.one(index);
    return new TapeTrade(
        cursor(index),
        symbol,
        tape.price(span.close()),
        tape.quantity(span.volume()),
        Micros.instant(timeOf(index)),
        tape.sourceTimeOf(index));
  }

  private TapeBar bar(long index) {
    Span span = tape.one(index);
    return new TapeBar(
        cursor(index),
        symbol,
        tape.price(span.open()),
        tape.price(span.high()),
        tape.price(span.low()),
        tape.price(span.close()),
        tape.quantity(span.volume()),
        Micros.instant(timeOf(index)),
        Micros.instant(endOf(index)),
        tape.sourceTimeOf(index));
  }

  private long endOf(long index) {
    return timeline.timeOf(tape.offsetOf(index) + tape.recordMicros());
  }
}
