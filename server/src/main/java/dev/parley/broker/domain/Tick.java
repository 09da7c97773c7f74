package dev.parley.broker.domain;

import dev.parley.broker.api.FillSource;
import dev.parley.datafeed.api.TapeCursor;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * Something to fill orders from: one recorded trade, or the open of one recorded bar.
 *
 * @param place where it stands in the symbol's tape
 * @param volume what can be filled, over all orders; used once; in whole lots
 * @param lot smallest step of a quantity
 * @param time when it happens on the server's clock; ends the day of orders
 * @param sourceTime its time in the recording
 */
public record Tick(
    String symbol,
    TapeCursor place,
    FillSource source,
    BigDecimal price,
    BigDecimal volume,
    BigDecimal lot,
    Instant time,
    Instant sourceTime) {
  public Tick {
    if (price.signum() <= 0 || volume.signum() < 0) {
      throw new IllegalArgumentException(
          "A tick has a price above 0 and a volume: " + symbol + " " + price + " × " + volume);
    }
    volume = volume.subtract(volume.remainder(lot));
  }
}
