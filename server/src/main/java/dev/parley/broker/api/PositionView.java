package dev.parley.broker.api;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an account holds of one symbol, valued at the last price.
 *
 * @param averagePrice paid for what is held, 8 decimals; null when flat
 * @param cost paid for what is held, exactly
 * @param lastPrice null before the symbol's first trade, and with it {@code marketValue}
 * @param openedAt when the quantity last left 0; null, like {@code updatedAt}, if never held
 * @param version counts its changes; 0 if never held
 */
public record PositionView(
    String symbol,
    BigDecimal quantity,
    BigDecimal reservedQuantity,
    @Nullable BigDecimal averagePrice,
    BigDecimal cost,
    @Nullable BigDecimal lastPrice,
    @Nullable BigDecimal marketValue,
    BigDecimal unrealisedPnl,
    BigDecimal realisedPnl,
    @Nullable Instant openedAt,
    @Nullable Instant updatedAt,
    long version) {}
