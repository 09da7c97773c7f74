package dev.parley.datafeed.domain;

import dev.parley.datafeed.api.Candle;
import dev.parley.datafeed.api.CandleInterval;
import dev.parley.datafeed.api.CandleSeries;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes candles of a playback, in one interval that is not finer than its records. It goes from
 * record to record, so that stretches without any cost nothing. Immutable.
 */
public final class Candles {
  private final Playback playback;
  private final CandleInterval interval;
  private final long length;

  public Candles(Playback playback, CandleInterval interval) {
    this.playback = playback;
    this.interval = interval;
    this.length = Micros.of(interval.length());
    if (!available(playback, interval)) {
      throw new IllegalArgumentException(
          playback.symbol() + " has no candles of " + interval.code());
    }
  }

  /** Whether the records of a tape are fine enough to make such candles of. */
  public static boolean available(Playback playback, CandleInterval interval) {
    return Micros.of(interval.length()) >= playback.tape().recordMicros();
  }

  /**
   * The candles that open within {@code [from, to)}, as far as they are known now.
   *
   * @param from where to begin; null for as many as there is room for before {@code to}
   */
  public CandleSeries list(@Nullable Instant from, Instant to, Instant now, int limit) {
    Instant first = playback.timeline().anchor().truncatedTo(ChronoUnit.DAYS);
    Instant last = now.plus(interval.length());
    Instant until = clamp(to, first, last);
    return from == null
        ? newest(until, now, limit)
        : forward(clamp(from, first, last), until, now, limit);
  }

  /** The last candles that open before an instant, oldest first. */
  public CandleSeries newest(Instant to, Instant now, int limit) {
    List<Candle> candles = new ArrayList<>();
    long nowMicros = Micros.of(now);
    long end = Math.min(playback.begun(nowMicros), countBefore(firstOpening(to)));
    while (end > 0 && candles.size() < limit) {
      Bucket bucket = bucketBefore(end);
      candles.add(candle(bucket, nowMicros));
      end = bucket.from;
    }
    Collections.reverse(candles);
    return new CandleSeries(playback.symbol(), interval, candles, null);
  }

  /** Those whose end lies within {@code (after, upTo]}, oldest first. */
  public List<Candle> closedBetween(Instant after, Instant upTo) {
    Instant firstOpen = Micros.instant(Micros.floor(Micros.of(after), length));
    Instant lastClose = Micros.instant(Micros.floor(Micros.of(upTo), length));
    return forward(firstOpen, lastClose, upTo, Integer.MAX_VALUE).items();
  }

  /** The candle that is forming now; empty if nothing has happened in it yet. */
  public Optional<Candle> forming(Instant now) {
    long open = Micros.floor(Micros.of(now), length);
    List<Candle> last = newest(Micros.instant(open + length), now, 1).items();
    return last.stream().filter(candle -> !candle.closed()).findFirst();
  }

  private CandleSeries forward(Instant from, Instant to, Instant now, int limit) {
    List<Candle> candles = new ArrayList<>();
    long nowMicros = Micros.of(now);
    long next = countBefore(firstOpening(from));
    long end = Math.min(playback.begun(nowMicros), countBefore(firstOpening(to)));
    while (next < end && candles.size() < limit) {
      Bucket bucket = bucketFrom(next, end);
      candles.add(candle(bucket, nowMicros));
      next = bucket.to;
    }
    Instant nextFrom = next < end ? Micros.instant(openOf(next)) : null;
    return new CandleSeries(playback.symbol(), interval, candles, nextFrom);
  }

  /** Callers may name any instant there is; those far off do not fit in a number. */
  private static Instant clamp(Instant instant, Instant first, Instant last) {
    return instant.isBefore(first) ? first : instant.isAfter(last) ? last : instant;
  }

  private Bucket bucketFrom(long index, long end) {
    long open = openOf(index);
    return new Bucket(open, index, Math.min(end, countBefore(open + length)));
  }

  private Bucket bucketBefore(long end) {
    long open = openOf(end - 1);
    return new Bucket(open, countBefore(open), end);
  }

  private long openOf(long index) {
    return Micros.floor(playback.timeOf(index), length);
  }

  /** The first candle's opening at or after an instant. */
  private long firstOpening(Instant instant) {
    long micros = Micros.of(instant);
    boolean exact = micros % length == 0 && Micros.instant(micros).equals(instant);
    return exact ? micros : Micros.floor(micros, length) + length;
  }

  /** How many records begin before that, whether it has come yet or not. */
  private long countBefore(long micros) {
    return playback.begun(micros - 1);
  }

  private Candle candle(Bucket bucket, long nowMicros) {
    Tape tape = playback.tape();
    Span span = playback.known(bucket.from, bucket.to, nowMicros);
    return new Candle(
        playback.symbol(),
        interval,
        Micros.instant(bucket.open),
        Micros.instant(bucket.open + length),
        tape.price(span.open()),
        tape.price(span.high()),
        tape.price(span.low()),
        tape.price(span.close()),
        tape.quantity(span.volume()),
        bucket.open + length <= nowMicros,
        tape.sourceTimeOf(bucket.from));
  }

  /** One interval that has records: those from one index to another (exclusive). */
  private record Bucket(long open, long from, long to) {}
}
