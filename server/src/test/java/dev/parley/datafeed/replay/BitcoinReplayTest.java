package dev.parley.datafeed.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.parley.datafeed.api.Candle;
import dev.parley.datafeed.api.CandleInterval;
import dev.parley.datafeed.api.CandleSeries;
import dev.parley.datafeed.api.LastTrade;
import dev.parley.datafeed.api.PriceBasis;
import dev.parley.datafeed.api.Quote;
import dev.parley.datafeed.api.TapeCursor;
import dev.parley.datafeed.api.TapeTrade;
import dev.parley.datafeed.domain.Candles;
import dev.parley.datafeed.domain.Playback;
import dev.parley.datafeed.domain.Timeline;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The replay of the recorded trades, compared with figures found by other means. */
class BitcoinReplayTest {
  private static final Listing BITCOIN = Listing.bitcoin();
  private static final int SIZE = 99_982;
  private static final Instant NOW = Instant.parse("2026-11-21T22:05:00.123456Z");
  private static final Duration ROUND = BITCOIN.tape().loop();

  @Test
  void makesTheCandlesOfTheRecordedMarketAtItsOwnSpeed() {
    Playback tape = BITCOIN.playback(Timeline.at(BITCOIN.tape().sourceStart(), 1));
    expect(
        candle(tape, CandleInterval.ONE_HOUR, "2013-11-25T00:00:00Z"),
        "800.01 808 799.75 805.99 316.92265231");
    expect(
        candle(tape, CandleInterval.ONE_MINUTE, "2013-11-28T12:00:00Z"),
        "1000 1000 999.96 1000 407.57368755");
    expect(
        candle(tape, CandleInterval.FOUR_HOURS, "2013-11-28T08:00:00Z"),
        "955.88 1000 953 1000 8436.47419055");
    expect(
        candle(tape, CandleInterval.ONE_DAY, "2013-11-29T00:00:00Z"),
        "1012 1141 988.22 1131.99 21873.31334686");
  }

  @Test
  void playsTenMinutesInOneAtSpeedTen() {
    Playback tape = BITCOIN.playback(BITCOIN.begin(NOW, 10));
    Instant anchor = tape.timeline().anchor();
    Candle first = candle(tape, CandleInterval.ONE_MINUTE, anchor.toString());
    expect(first, "800.01 807.47 800.01 806.78 22.53569331");
    assertThat(first.sourceTime()).isEqualTo("2013-11-25T00:00:00Z");
    assertThat(tape.begun(anchor.plusNanos(59_999_999_000L))).isEqualTo(64);
    assertThat(tape.begun(anchor.minusNanos(1))).isZero();
  }

  @Test
  void handsOverEveryTradeOnceAcrossTheSeamOfTwoRounds() {
    Playback tape = BITCOIN.playback(BITCOIN.begin(NOW, 10));
    Instant end = tape.timeline().anchor().plus(ROUND.dividedBy(10).multipliedBy(5).dividedBy(2));
    Random random = new Random(11);
    List<TapeTrade> seen = new ArrayList<>();
    TapeCursor cursor = TapeCursor.START;
    Instant now = tape.timeline().anchor();
    while (now.isBefore(end)) {
      now = now.plusMillis(random.nextInt(600_000));
      List<TapeTrade> some;
      do {
        some = tape.tradesAfter(cursor, now, 1 + random.nextInt(700));
        seen.addAll(some);
        cursor = some.isEmpty() ? cursor : some.getLast().cursor();
      } while (!some.isEmpty());
      assertThat(cursor).isEqualTo(tape.position(now));
    }
    assertThat(seen).hasSizeGreaterThan(2 * SIZE).hasSize((int) tape.begun(now));
    for (int i = 1; i < seen.size(); i++) {
      TapeTrade earlier = seen.get(i - 1);
      if (earlier.cursor().compareTo(seen.get(i).cursor()) >= 0
          || earlier.time().isAfter(seen.get(i).time())) {
        fail("%s comes before %s", earlier, seen.get(i));
      }
    }
    BigDecimal firstRounds =
        seen.stream()
            .limit(2 * SIZE)
            .map(TapeTrade::quantity)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(firstRounds).isEqualByComparingTo("351557.30871354");

    TapeTrade last = seen.get(SIZE - 1);
    TapeTrade again = seen.get(SIZE);
    assertThat(last.cursor()).isEqualTo(new TapeCursor(0, 100_000));
    assertThat(again.cursor()).isEqualTo(new TapeCursor(1, 1));
    assertThat(again.price()).isEqualTo(seen.getFirst().price());
    assertThat(again.sourceTime()).isEqualTo(seen.getFirst().sourceTime());
    assertThat(Duration.between(seen.getFirst().time(), again.time()))
        .isEqualTo(ROUND.dividedBy(10));
    assertThat(Duration.between(last.time(), again.time())).isEqualTo(Duration.ofMillis(5500));
  }

  @Test
  void keepsTheOrderOfLinesAmongTradesOfOneSecond() {
    Playback tape = BITCOIN.playback(BITCOIN.begin(NOW, 10));
    Instant tie = tape.timeline().anchor().plusMillis(1300);
    assertThat(tape.tradesAfter(TapeCursor.START, tie.minusNanos(1000), 10)).hasSize(1);
    assertThat(tape.tradesAfter(TapeCursor.START, tie, 10))
        .filteredOn(trade -> trade.time().equals(tie))
        .extracting(TapeTrade::quantity)
        .usingElementComparator(BigDecimal::compareTo)
        .containsExactly(
            new BigDecimal("0.27838049"),
            new BigDecimal("0.27436926"),
            new BigDecimal("0.17778998"));
  }

  @Test
  void makesTheSameCandlesAsAdditionByHandWhateverIsAskedFor() {
    Random random = new Random(5);
    for (int i = 0; i < 40; i++) {
      int speed = 1 + random.nextInt(i % 2 == 0 ? 20 : 600);
      Playback tape = BITCOIN.playback(BITCOIN.begin(NOW, speed));
      // Adding by hand is slow: the longer candles at the lower speeds.
      CandleInterval interval =
          CandleInterval.values()[random.nextInt(speed > 60 ? 4 : speed > 4 ? 6 : 7)];
      Instant now = NOW.minusSeconds(random.nextInt(40_000_000) / speed);
      long span = random.nextInt(i < 3 ? 1_500_000 : 90_000) / speed;
      Instant from = now.minusSeconds(span).minusNanos(random.nextInt(1_000_000) * 1000L);
      Instant to = now.plusSeconds(random.nextInt(3600)).minusSeconds(random.nextInt(7200));
      assertThat(new Candles(tape, interval).list(from, to, now, 1_000_000).items())
          .as("%s of %s to %s at %s, speed %s", interval, from, to, now, speed)
          .isEqualTo(byHand(tape, interval, from, to, now));
    }
  }

  @Test
  void listsTheSameCandlesFromEitherEndAndInPieces() {
    Playback tape = BITCOIN.playback(BITCOIN.begin(NOW, 10));
    Candles candles = new Candles(tape, CandleInterval.ONE_MINUTE);
    Instant from = NOW.minus(Duration.ofHours(20));
    List<Candle> all = candles.list(from, NOW, NOW, 10_000).items();
    assertThat(candles.list(null, NOW, NOW, all.size()).items()).isEqualTo(all);
    List<Candle> pieces = new ArrayList<>();
    Instant next = from;
    while (next != null) {
      CandleSeries piece = candles.list(next, NOW, NOW, 137);
      pieces.addAll(piece.items());
      next = piece.nextFrom();
    }
    assertThat(pieces).isEqualTo(all).hasSizeGreaterThan(1000);
    assertThat(all.getLast().closed()).isFalse();
    assertThat(candles.forming(NOW)).contains(all.getLast());
    assertThat(candles.closedBetween(from, NOW))
        .isEqualTo(
            candles.list(from.minusSeconds(60), NOW, NOW, 10_000).items().subList(0, all.size()));
  }

  @Test
  void answersForInstantsFarOutOfItsHistory() {
    Playback tape = BITCOIN.playback(BITCOIN.begin(NOW, 10));
    Candles candles = new Candles(tape, CandleInterval.ONE_DAY);
    assertThat(candles.list(Instant.MIN, Instant.MAX, NOW, 1000).items()).hasSize(366);
    assertThat(candles.list(null, Instant.MAX, NOW, 1000).items()).hasSize(366);
    assertThat(candles.list(null, Instant.MIN, NOW, 1000).items()).isEmpty();
    assertThat(candles.list(Instant.MAX, Instant.MAX, NOW, 1000).items()).isEmpty();
  }

  @Test
  void isTheSameOnTwoNodesAndAfterARestart() {
    Playback one = BITCOIN.playback(BITCOIN.begin(NOW, 10));
    Instant stored = one.timeline().anchor();
    Playback other = Listing.bitcoin().playback(Timeline.at(stored, 10));
    Random random = new Random(6);
    for (int i = 0; i < 200; i++) {
      Instant now = NOW.plusNanos(random.nextLong(40_000_000_000_000_000L));
      assertThat(other.position(now)).isEqualTo(one.position(now));
      assertThat(other.quote(now)).isEqualTo(one.quote(now));
    }
  }

  @Test
  void quotesTheLastTradeAndTheLastDay() {
    Playback tape = BITCOIN.playback(BITCOIN.begin(NOW, 1));
    LastTrade last = tape.last(NOW).orElseThrow();
    TapeTrade trade = tape.trades(tape.begun(NOW) - 1, tape.begun(NOW)).getFirst();
    assertThat(last.basis()).isEqualTo(PriceBasis.LAST_TRADE);
    assertThat(last.price()).isEqualTo(trade.price());
    assertThat(last.quantity()).isEqualTo(trade.quantity());
    assertThat(last.time()).isEqualTo(trade.time()).isBeforeOrEqualTo(NOW);

    Quote quote = tape.quote(NOW).orElseThrow();
    List<TapeTrade> day = tape.trades(tape.begun(NOW.minus(Duration.ofDays(1))), tape.begun(NOW));
    assertThat(quote.bid()).isEqualTo(quote.last());
    assertThat(quote.ask()).isEqualTo(quote.last());
    assertThat(quote.day()).isNotNull();
    assertThat(quote.day().open()).isEqualTo(day.getFirst().price());
    assertThat(quote.day().change()).isEqualTo(last.price().subtract(day.getFirst().price()));
    assertThat(quote.day().volume())
        .isEqualTo(day.stream().map(TapeTrade::quantity).reduce(BigDecimal.ZERO, BigDecimal::add));
    assertThat(tape.last(tape.timeline().anchor().minusNanos(1000))).isEmpty();
  }

  private static Candle candle(Playback tape, CandleInterval interval, String open) {
    Instant from = Instant.parse(open);
    Instant to = from.plus(interval.length());
    List<Candle> candles = new Candles(tape, interval).list(from, to, to, 10).items();
    assertThat(candles).hasSize(1);
    assertThat(candles.getFirst().closed()).isTrue();
    return candles.getFirst();
  }

  private static void expect(Candle candle, String figures) {
    String[] figure = figures.split(" ");
    assertThat(candle.open()).isEqualByComparingTo(figure[0]);
    assertThat(candle.high()).isEqualByComparingTo(figure[1]);
    assertThat(candle.low()).isEqualByComparingTo(figure[2]);
    assertThat(candle.close()).isEqualByComparingTo(figure[3]);
    assertThat(candle.volume()).isEqualByComparingTo(figure[4]);
  }

  /** Candles by adding up trade after trade, as slow as it is plain. */
  private static List<Candle> byHand(
      Playback tape, CandleInterval interval, Instant from, Instant to, Instant now) {
    long length = interval.length().toMillis();
    TreeMap<Long, Candle> candles = new TreeMap<>();
    Instant early = from.minus(interval.length());
    for (TapeTrade trade : tape.trades(tape.begun(early), tape.begun(now))) {
      long open = Math.floorDiv(trade.time().toEpochMilli(), length) * length;
      candles.merge(open, single(trade, interval, open, now), BitcoinReplayTest::join);
    }
    return candles.values().stream()
        .filter(candle -> !candle.openTime().isBefore(from) && candle.openTime().isBefore(to))
        .toList();
  }

  private static Candle single(TapeTrade trade, CandleInterval interval, long open, Instant now) {
    Instant close = Instant.ofEpochMilli(open).plus(interval.length());
    return new Candle(
        "BTC-USD",
        interval,
        Instant.ofEpochMilli(open),
        close,
        trade.price(),
        trade.price(),
        trade.price(),
        trade.price(),
        trade.quantity(),
        !close.isAfter(now),
        trade.sourceTime());
  }

  private static Candle join(Candle one, Candle next) {
    return new Candle(
        one.symbol(),
        one.interval(),
        one.openTime(),
        one.closeTime(),
        one.open(),
        one.high().max(next.high()),
        one.low().min(next.low()),
        next.close(),
        one.volume().add(next.volume()),
        one.closed(),
        one.sourceTime());
  }
}
