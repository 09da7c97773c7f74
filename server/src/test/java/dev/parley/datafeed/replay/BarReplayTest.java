package dev.parley.datafeed.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.parley.datafeed.api.Candle;
import dev.parley.datafeed.api.CandleInterval;
import dev.parley.datafeed.api.LastTrade;
import dev.parley.datafeed.api.PriceBasis;
import dev.parley.datafeed.api.TapeBar;
import dev.parley.datafeed.api.TapeCursor;
import dev.parley.datafeed.domain.Candles;
import dev.parley.datafeed.domain.Playback;
import dev.parley.datafeed.domain.Timeline;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The replay of recorded bars. */
class BarReplayTest {
  private static final Listing ETHER = Listing.ether();
  private static final Listing APPLE = Listing.apple();
  private static final Instant NOW = Instant.parse("2026-11-21T22:05:00Z");

  @Test
  void showsTheRecordedBarsAsItsFinestCandles() {
    for (Listing listing : List.of(ETHER, APPLE)) {
      Playback tape = listing.playback(listing.begin(NOW, 1));
      List<TapeBar> bars = tape.barsAfter(TapeCursor.START, NOW, 100);
      List<Candle> candles =
          new Candles(tape, listing.finestInterval())
              .list(Instant.MIN, NOW, NOW, bars.size())
              .items();
      for (int i = 0; i < bars.size(); i++) {
        TapeBar bar = bars.get(i);
        assertThat(candles.get(i))
            .isEqualTo(
                new Candle(
                    listing.symbol(),
                    listing.finestInterval(),
                    bar.opensAt(),
                    bar.closesAt(),
                    bar.open(),
                    bar.high(),
                    bar.low(),
                    bar.close(),
                    bar.volume(),
                    true,
                    bar.sourceTime()));
      }
    }
  }

  @Test
  void keepsVolumeWhenItAggregates() {
    Playback tape = ETHER.playback(ETHER.begin(NOW, 1));
    Instant to = NOW.truncatedTo(java.time.temporal.ChronoUnit.DAYS);
    Instant from = to.minus(Duration.ofDays(30));
    BigDecimal expected = volume(tape, CandleInterval.FIVE_MINUTES, from, to);
    assertThat(expected).isPositive();
    for (CandleInterval interval : CandleInterval.FIVE_MINUTES.andCoarser()) {
      assertThat(volume(tape, interval, from, to)).isEqualByComparingTo(expected);
    }
  }

  @Test
  void showsOnlyTheOpeningOfABarThatHasNotEnded() {
    Playback tape = ETHER.playback(ETHER.begin(NOW, 1));
    TapeBar bar = tape.barsAfter(TapeCursor.START, NOW, 1).getFirst();
    Instant inside = bar.closesAt().minusNanos(1000);
    assertThat(tape.barsAfter(TapeCursor.START, bar.opensAt().minusNanos(1000), 5)).isEmpty();
    assertThat(tape.barsAfter(TapeCursor.START, bar.opensAt(), 5)).hasSize(1);

    Candle forming = new Candles(tape, CandleInterval.FIVE_MINUTES).forming(inside).orElseThrow();
    assertThat(forming.open()).isEqualTo(bar.open());
    assertThat(forming.high()).isEqualTo(bar.open());
    assertThat(forming.low()).isEqualTo(bar.open());
    assertThat(forming.close()).isEqualTo(bar.open());
    assertThat(forming.volume()).isEqualByComparingTo("0");
    LastTrade open = tape.last(inside).orElseThrow();
    assertThat(open.basis()).isEqualTo(PriceBasis.BAR_OPEN);
    assertThat(open.price()).isEqualTo(bar.open());
    assertThat(open.quantity()).isNull();
  }

  @Test
  void closesWithTheLastBarWhileNothingIsTraded() {
    Playback tape = APPLE.playback(APPLE.begin(NOW, 1));
    assertThat(NOW.atZone(ZoneOffset.UTC).getDayOfWeek()).isEqualTo(DayOfWeek.SATURDAY);
    LastTrade last = tape.last(NOW).orElseThrow();
    assertThat(last.basis()).isEqualTo(PriceBasis.BAR_CLOSE);
    assertThat(last.time()).isEqualTo("2026-11-21T00:00:00Z");
    assertThat(new Candles(tape, CandleInterval.ONE_DAY).forming(NOW)).isEmpty();
  }

  @Test
  void tradesAppleOnWeekdaysOnlyInEveryRound() {
    Playback tape = APPLE.playback(APPLE.begin(NOW, 1));
    List<TapeBar> bars = tape.barsAfter(TapeCursor.START, NOW.plus(Duration.ofDays(3000)), 2000);
    assertThat(bars).hasSize(2000);
    assertThat(bars)
        .extracting(bar -> bar.opensAt().atZone(ZoneOffset.UTC).getDayOfWeek())
        .doesNotContain(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
    assertThat(bars).extracting(TapeBar::cursor).isSorted().doesNotHaveDuplicates();
    assertThat(bars.get(252).cursor()).isEqualTo(new TapeCursor(1, 1));
    assertThat(bars.get(252).open()).isEqualTo(bars.getFirst().open());
  }

  @Test
  void closedCandlesNeverChangeWhateverTheSpeed() {
    for (int speed : new int[] {1, 7, 60, 300}) {
      Timeline timeline = ETHER.begin(NOW, speed);
      Candles candles = new Candles(ETHER.playback(timeline), CandleInterval.FIVE_MINUTES);
      Instant from = timeline.anchor();
      Instant to = from.plus(Duration.ofHours(3));
      List<Candle> later = candles.list(from, to, to.plus(Duration.ofDays(1)), 1000).items();
      assertThat(later).hasSize(36);
      for (Candle candle : later) {
        assertThat(candles.closedBetween(candle.openTime(), candle.closeTime()))
            .containsExactly(candle);
      }
    }
  }

  @Test
  void refusesCandlesFinerThanItsBars() {
    Playback tape = ETHER.playback(ETHER.begin(NOW, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Candles(tape, CandleInterval.ONE_MINUTE));
    assertThat(CandleInterval.ONE_DAY.andCoarser()).containsExactly(CandleInterval.ONE_DAY);
  }

  private static BigDecimal volume(
      Playback tape, CandleInterval interval, Instant from, Instant to) {
    return new Candles(tape, interval)
        .list(from, to, NOW, 100_000).items().stream()
            .map(Candle::volume)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
