package dev.parley.broker.domain;

import static dev.parley.broker.domain.Decimals.plain;

import dev.parley.broker.api.ExecutionView;
import dev.parley.broker.api.FillSource;
import dev.parley.broker.api.Side;
import dev.parley.datafeed.api.TapeCursor;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * One fill: this order, from this place of the tape.
 *
 * @param realisedPnl of a sale; 0 for a buy
 */
public record Execution(
    UUID id,
    UUID accountId,
    UUID userId,
    UUID orderId,
    String symbol,
    Side side,
    BigDecimal quantity,
    BigDecimal price,
    BigDecimal realisedPnl,
    FillSource source,
    TapeCursor place,
    Instant sourceTime,
    Instant executedAt) {

  /** Price times quantity, exactly. */
  public BigDecimal amount() {
    return price.multiply(quantity);
  }

  /** The fill as its owner sees it. */
  public ExecutionView view() {
    return new ExecutionView(
        id,
        orderId,
        symbol,
        side,
        plain(quantity),
        plain(price),
        plain(amount()),
        plain(realisedPnl),
        source,
        sourceTime,
        executedAt);
  }
}
