package dev.parley.datafeed.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.parley.datafeed.api.TapeBar;
import dev.parley.datafeed.api.TapeCursor;
import dev.parley.datafeed.api.TapeTrade;
import dev.parley.datafeed.domain.Playback;
import dev.parley.datafeed.domain.Tape;
import dev.parley.datafeed.domain.Timeline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The recordings are what the documentation says; the figures were found by other means. */
class RecordingsTest {
  private static final Tape BITCOIN = Recordings.bitcoin();
  private static final Tape ETHER = Recordings.ether();
  private static final Tape APPLE = Recordings.apple();

  @Test
  void readsEveryTradeOfBitstampInTheOrderOfItsLines() throws IOException {
    List<TapeTrade> trades = original(BITCOIN).tradesAfter(TapeCursor.START, end(BITCOIN), 200_000);
    assertThat(trades).hasSize(99_982);
    assertThat(trades.stream().map(TapeTrade::quantity).reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo("175778.65435677");

    int next = 0;
    int line = 0;
    for (String text : lines("bitstamp_trades_from_20131125_usd.csv")) {
      line++;
      String[] cells = text.split(",");
      if (new BigDecimal(cells[2]).signum() == 0) {
        continue;
      }
      TapeTrade trade = trades.get(next);
      boolean same =
          trade.cursor().equals(new TapeCursor(0, line))
              && trade.sourceTime().getEpochSecond() == Long.parseLong(cells[0])
              && trade.time().equals(trade.sourceTime())
              && trade.price().compareTo(new BigDecimal(cells[1])) == 0
              && trade.quantity().compareTo(new BigDecimal(cells[2])) == 0;
      if (!same) {
        fail("Line %s is %s and was read as %s", line, text, trade);
      }
      next++;
    }
    assertThat(line).isEqualTo(100_000);
    assertThat(next).isEqualTo(99_982);
  }

  @Test
  void leavesOutLinesWithoutAQuantityAndKeepsTheNumbersOfTheOthers() {
    List<TapeTrade> trades =
        original(BITCOIN).tradesAfter(new TapeCursor(0, 1372), end(BITCOIN), 2);
    assertThat(trades).extracting(trade -> trade.cursor().line()).containsExactly(1373, 1375);
  }

  @Test
  void readsFiveMinuteBarsOfEther() {
    List<TapeBar> bars = original(ETHER).barsAfter(TapeCursor.START, end(ETHER), 1000);
    assertThat(bars).hasSize(580);
    TapeBar first = bars.getFirst();
    assertThat(first.opensAt()).isEqualTo("2023-03-13T18:00:00Z");
    assertThat(first.closesAt()).isEqualTo("2023-03-13T18:05:00Z");
    assertThat(first.open()).isEqualByComparingTo("1673.58");
    assertThat(first.high()).isEqualByComparingTo("1677.62");
    assertThat(first.low()).isEqualByComparingTo("1672.44");
    assertThat(first.close()).isEqualByComparingTo("1672.99");
    assertThat(first.volume()).isEqualByComparingTo("65.3033");
    assertThat(bars.getLast().closesAt()).isEqualTo("2023-03-15T18:20:00Z");
    assertThat(bars.getLast().close()).isEqualByComparingTo("1629.52");
    assertThat(bars.stream().map(TapeBar::volume).reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo("191721.4948");
  }

  @Test
  void readsDailyBarsOfApple() throws IOException {
    List<TapeBar> bars = original(APPLE).barsAfter(TapeCursor.START, end(APPLE), 1000);
    List<String> lines = lines("appleinc_bars_from_20130101_usd.csv");
    assertThat(bars).hasSize(252).hasSameSizeAs(lines);
    for (int i = 0; i < lines.size(); i++) {
      String[] cells = lines.get(i).split(",");
      TapeBar bar = bars.get(i);
      assertThat(bar.sourceTime()).isEqualTo(cells[0] + "T00:00:00Z");
      assertThat(bar.open()).isEqualByComparingTo(cells[1]);
      assertThat(bar.high()).isEqualByComparingTo(cells[2]);
      assertThat(bar.low()).isEqualByComparingTo(cells[3]);
      assertThat(bar.close()).isEqualByComparingTo(cells[4]);
      assertThat(bar.volume()).isEqualByComparingTo(cells[5]);
    }
  }

  /** The tape where it was recorded: not shifted and at its own speed. */
  private static Playback original(Tape tape) {
    return new Playback("X", tape, Timeline.at(tape.sourceStart(), 1));
  }

  private static Instant end(Tape tape) {
    return tape.sourceStart().plus(tape.loop()).minusNanos(1000);
  }

  private static List<String> lines(String file) throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                RecordingsTest.class.getClassLoader().getResourceAsStream(file),
                StandardCharsets.US_ASCII))) {
      return in.lines().skip(1).toList();
    }
  }
}
