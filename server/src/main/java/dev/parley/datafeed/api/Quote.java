package dev.parley.datafeed.api;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The present price of a symbol, and what it did in the last 24 hours. No recording has an order
 * book, so bid and ask are the last price, and {@code basis} says what that is.
 *
 * @param symbol whose price it is
 * @param last newest price
 * @param lastQuantity quantity of the newest trade; null if the price comes from a bar
 * @param bid best price to sell at
 * @param ask best price to buy at
 * @param basis what the price comes from
 * @param time when it was made, on the server's clock
 * @param sourceTime when it was made in the recorded market
 * @param day the last 24 hours; null if nothing was recorded in them
 */
public record Quote(
    String symbol,
    BigDecimal last,
    @Nullable BigDecimal lastQuantity,
    BigDecimal bid,
    BigDecimal ask,
    PriceBasis basis,
    Instant time,
    Instant sourceTime,
    @Nullable Day day) {

  /**
   * The last 24 hours.
   *
   * @param open first price
   * @param high highest price
   * @param low lowest price
   * @param change the newest price less the first
   * @param volume quantity traded; a recorded bar counts from its end on
   */
  public record Day(
      BigDecimal open, BigDecimal high, BigDecimal low, BigDecimal change, BigDecimal volume) {}
}
