package dev.parley.datafeed.replay;

import dev.parley.datafeed.api.AssetType;
import dev.parley.datafeed.api.CandleInterval;
import dev.parley.datafeed.api.RecordingKind;
import dev.parley.datafeed.api.SymbolInfo;
import dev.parley.datafeed.domain.Playback;
import dev.parley.datafeed.domain.Tape;
import dev.parley.datafeed.domain.Timeline;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * A symbol with its recording, before it is laid on the server's clock.
 *
 * @param shiftUnit by whole multiples of this the recording is shifted to the server's clock
 */
record Listing(
    String symbol,
    String name,
    AssetType type,
    String exchange,
    String baseAsset,
    String currency,
    BigDecimal priceIncrement,
    BigDecimal quantityIncrement,
    CandleInterval finestInterval,
    String description,
    Duration shiftUnit,
    Tape tape) {
  private static final String LICENSE = "MIT";

  /** How far back the tape goes when it is laid for the first time. */
  private static final Duration HISTORY = Duration.ofDays(365);

  static Listing bitcoin() {
    return new Listing(
        "BTC-USD",
        "Bitcoin / US Dollar",
        AssetType.CRYPTO,
        "Bitstamp",
        "BTC",
        "USD",
        new BigDecimal("0.01"),
        new BigDecimal("0.00000001"),
        CandleInterval.ONE_MINUTE,
        "Trades of Bitstamp, 25 November to 1 December 2013.",
        Duration.ofDays(1),
        Recordings.bitcoin());
  }

  static Listing ether() {
    return new Listing(
        "ETH-USD",
        "Ether / US Dollar",
        AssetType.CRYPTO,
        "Binance.US",
        "ETH",
        "USD",
        new BigDecimal("0.01"),
        new BigDecimal("0.00001"),
        CandleInterval.FIVE_MINUTES,
        "Five-minute bars of Binance.US, 13 to 15 March 2023.",
        Duration.ofDays(1),
        Recordings.ether());
  }

  static Listing apple() {
    return new Listing(
        "AAPL",
        "Apple Inc.",
        AssetType.STOCK,
        "NASDAQ",
        "AAPL",
        "USD",
        new BigDecimal("0.01"),
        BigDecimal.ONE,
        CandleInterval.ONE_DAY,
        "Daily bars of Apple Inc., 2013.",
        Duration.ofDays(7),
        Recordings.apple());
  }

  /** Where the tape lies if it is laid now for the first time. */
  Timeline begin(Instant now, int speed) {
    return Timeline.begin(tape, speed, now.minus(HISTORY), shiftUnit);
  }

  Playback playback(Timeline timeline) {
    return new Playback(symbol, tape, timeline);
  }

  boolean isBars() {
    return tape.kind() == RecordingKind.BARS;
  }

  /** What others may know of it once it lies on the server's clock. */
  SymbolInfo info(Timeline timeline) {
    return new SymbolInfo(
        symbol,
        name,
        type,
        exchange,
        baseAsset,
        currency,
        priceIncrement,
        quantityIncrement,
        finestInterval,
        timeline.anchor(),
        new SymbolInfo.Recording(
            tape.kind(),
            description,
            LICENSE,
            tape.sourceStart(),
            tape.sourceStart().plus(tape.loop()),
            tape.size(),
            timeline.speed()));
  }
}
