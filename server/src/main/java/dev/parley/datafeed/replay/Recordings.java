package dev.parley.datafeed.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.datafeed.domain.Tape;
import dev.parley.datafeed.domain.TapeBuilder;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the recordings from the class path, where {@code org.ta4j:ta4j-examples} (MIT) puts them. A
 * file that is missing or is not what it is taken for fails loudly: a market with holes would be
 * worse than none.
 */
final class Recordings {
  private static final String BITSTAMP = "bitstamp_trades_from_20131125_usd.csv";
  private static final String ETHER = "ETH-USD-PT5M-2023-3-13_2023-3-15.json";
  private static final String APPLE = "appleinc_bars_from_20130101_usd.csv";

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private Recordings() {}

  /**
   * Trades of Bitstamp in BTC-USD from 2013-11-25T00:00:00Z to 2013-12-01T16:02:05Z: 100,000 lines
   * of {@code timestamp,price,amount}, to the second, many in the same second. 18 lines have an
   * amount of zero, which is no trade; they are left out and keep their line numbers. A round ends
   * with the full minute.
   */
  static Tape bitcoin() {
    Instant start = Instant.parse("2013-11-25T00:00:00Z");
    Duration loop = Duration.between(start, Instant.parse("2013-12-01T16:03:00Z"));
    TapeBuilder tape = TapeBuilder.trades(start, loop, 2, 8);
    lines(
        BITSTAMP,
        (number, line) -> {
          int first = line.indexOf(',');
          int second = line.indexOf(',', first + 1);
          long quantity = FixedPoint.parse(line, second + 1, line.length(), 8);
          if (quantity > 0) {
            long price = FixedPoint.parse(line, first + 1, second, 2);
            tape.trade(number, FixedPoint.parse(line, 0, first, 0), price, quantity);
          }
        });
    return tape.build();
  }

  /**
   * Bars of Binance.US in ETH-USD of five minutes each, without a gap from 2023-03-13T18:00Z to
   * 2023-03-15T18:20Z: 580 objects with {@code endTime}, which is the last millisecond of the bar.
   */
  static Tape ether() {
    Instant start = Instant.parse("2023-03-13T18:00:00Z");
    Duration loop = Duration.between(start, Instant.parse("2023-03-15T18:20:00Z"));
    TapeBuilder tape = TapeBuilder.bars(start, loop, FIVE_MINUTES, 2, 5);
    try (InputStream in = open(ETHER);
        JsonParser json = new JsonFactory().createParser(in)) {
      int number = 0;
      Map<String, String> bar = new HashMap<>();
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token.isNumeric()) {
          bar.put(json.currentName(), json.getText());
        } else if (token == JsonToken.END_OBJECT && bar.containsKey("endTime")) {
          number++;
          long end = Long.parseLong(bar.get("endTime")) + 1;
          tape.bar(
              number,
              end / 1000 - FIVE_MINUTES.toSeconds(),
              FixedPoint.parse(bar.get("openPrice"), 2),
              FixedPoint.parse(bar.get("highPrice"), 2),
              FixedPoint.parse(bar.get("lowPrice"), 2),
              FixedPoint.parse(bar.get("closePrice"), 2),
              FixedPoint.parse(bar.get("volume"), 5));
          bar.clear();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the recording " + ETHER, e);
    }
    return tape.build();
  }

  /**
   * Daily bars of Apple from 2013-01-02 to 2013-12-31: 252 lines of {@code
   * date,open,high,low,close,volume}, one for each day of trading. A bar is taken as the whole day
   * in UTC. A round is 52 weeks, so that weekends stay weekends.
   */
  static Tape apple() {
    Instant start = Instant.parse("2013-01-02T00:00:00Z");
    TapeBuilder tape = TapeBuilder.bars(start, Duration.ofDays(52 * 7), Duration.ofDays(1), 2, 0);
    lines(
        APPLE,
        (number, line) -> {
          String[] cells = line.split(",", -1);
          LocalDate day = LocalDate.parse(cells[0]);
          tape.bar(
              number,
              day.atStartOfDay(ZoneOffset.UTC).toEpochSecond(),
              FixedPoint.parse(cells[1], 2),
              FixedPoint.parse(cells[2], 2),
              FixedPoint.parse(cells[3], 2),
              FixedPoint.parse(cells[4], 2),
              FixedPoint.parse(cells[5], 0));
        });
    return tape.build();
  }

  /** Hands over the lines behind the heading, numbered from 1. */
  private static void lines(String file, LineReader reader) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(open(file), StandardCharsets.US_ASCII), 1 << 16)) {
      in.readLine();
      int number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        reader.read(number, line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the recording " + file, e);
    }
  }

  private static InputStream open(String file) throws FileNotFoundException {
    InputStream in = Recordings.class.getClassLoader().getResourceAsStream(file);
    if (in == null) {
      throw new FileNotFoundException(file + " is not on the class path");
    }
    return in;
  }

  private interface LineReader {
    void read(int number, String line);
  }
}
