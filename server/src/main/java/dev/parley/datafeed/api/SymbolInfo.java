package dev.parley.datafeed.api;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * Something that can be traded and watched.
 *
 * @param symbol its code, such as {@code BTC-USD}; 1 to 10 characters, upper case
 * @param name its name for people
 * @param type what is traded
 * @param exchange the market it was recorded at
 * @param baseAsset what is bought and sold
 * @param currency what it is paid in
 * @param priceIncrement smallest step of a price, in {@code currency}
 * @param quantityIncrement smallest step of a quantity, in {@code baseAsset}
 * @param finestInterval the shortest candles there are
 * @param historyFrom nothing is known from before this, on the server's clock
 * @param recording the recorded market behind it
 */
public record SymbolInfo(
    String symbol,
    String name,
    AssetType type,
    String exchange,
    String baseAsset,
    String currency,
    BigDecimal priceIncrement,
    BigDecimal quantityIncrement,
    CandleInterval finestInterval,
    Instant historyFrom,
    Recording recording) {

  /**
   * A recorded market, played again and again.
   *
   * @param kind trades or bars
   * @param description which market, and when
   * @param license SPDX id of the license it is published under
   * @param from where it begins, in the time of its market
   * @param to where it ends and begins again, in the time of its market
   * @param records trades or bars in one round
   * @param speed seconds of the recording played in one second
   */
  public record Recording(
      RecordingKind kind,
      String description,
      String license,
      Instant from,
      Instant to,
      int records,
      int speed) {}
}
