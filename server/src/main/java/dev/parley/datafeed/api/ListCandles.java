package dev.parley.datafeed.api;

import dev.parley.platform.bus.Query;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The candles that open within {@code [from, to)} (B04). NOT_FOUND if there is no such symbol,
 * INTERVAL_NOT_AVAILABLE if it has none that fine, VALIDATION_ERROR if {@code from} is after {@code
 * to}.
 *
 * @param from the earliest opening; null for the newest before {@code to}
 * @param to the end of the openings; null for now
 * @param limit the most to answer
 */
public record ListCandles(
    String symbol, CandleInterval interval, @Nullable Instant from, @Nullable Instant to, int limit)
    implements Query<CandleSeries> {}
