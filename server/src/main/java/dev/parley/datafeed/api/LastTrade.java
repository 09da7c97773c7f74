package dev.parley.datafeed.api;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The newest price of a symbol.
 *
 * @param symbol whose price it is
 * @param price positive, in the symbol's currency
 * @param quantity of the trade that made it; null where only bars were recorded
 * @param basis what the price comes from
 * @param time when it was made, on the server's clock
 * @param sourceTime when it was made in the recorded market
 */
public record LastTrade(
    String symbol,
    BigDecimal price,
    @Nullable BigDecimal quantity,
    PriceBasis basis,
    Instant time,
    Instant sourceTime) {}
