package dev.parley.broker.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * One fill of an order.
 *
 * @param amount price times quantity, exactly; what cash lost (buy) or won (sell)
 * @param realisedPnl what a sale realised; 0 for a buy
 * @param sourceTime time of the trade or bar in the recording
 */
public record ExecutionView(
    UUID id,
    UUID orderId,
    String symbol,
    Side side,
    BigDecimal quantity,
    BigDecimal price,
    BigDecimal amount,
    BigDecimal realisedPnl,
    FillSource source,
    Instant sourceTime,
    Instant executedAt) {}
