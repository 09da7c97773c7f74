package dev.parley.broker.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * A trading account, valued at the last prices.
 *
 * @param cash reserve included; never negative
 * @param buyingPower cash less the reserve of open buys
 * @param equity cash plus the market value of all positions
 * @param maxOrderQuantity risk limit, the largest quantity of one order (T13)
 */
public record AccountView(
    UUID id,
    String currency,
    BigDecimal cash,
    BigDecimal reservedCash,
    BigDecimal buyingPower,
    BigDecimal positionsValue,
    BigDecimal equity,
    BigDecimal realisedPnl,
    BigDecimal unrealisedPnl,
    BigDecimal maxOrderQuantity,
    Instant createdAt,
    Instant updatedAt,
    long version) {}
