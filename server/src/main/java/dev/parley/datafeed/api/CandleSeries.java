package dev.parley.datafeed.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Candles of one symbol and interval, oldest first. An interval without a record has none.
 *
 * @param nextFrom the opening of the first candle that was asked for and found no room; null if
 *     there is none
 */
public record CandleSeries(
    String symbol, CandleInterval interval, List<Candle> items, @Nullable Instant nextFrom) {
  public CandleSeries {
    items = List.copyOf(items);
  }
}
