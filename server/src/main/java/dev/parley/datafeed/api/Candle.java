package dev.parley.datafeed.api;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What happened to a price within an interval.
 *
 * @param symbol whose price it is
 * @param interval how long the candle is
 * @param openTime begin of the interval, inclusive; a full multiple of it in UTC
 * @param closeTime end of the interval, exclusive
 * @param open first price
 * @param high highest price
 * @param low lowest price
 * @param close last price
 * @param volume quantity traded; a recorded bar counts from its end on
 * @param closed whether the interval is over; then the candle does not change any more
 * @param sourceTime when the first record in it happened in the recorded market
 */
public record Candle(
    String symbol,
    CandleInterval interval,
    Instant openTime,
    Instant closeTime,
    BigDecimal open,
    BigDecimal high,
    BigDecimal low,
    BigDecimal close,
    BigDecimal volume,
    boolean closed,
    Instant sourceTime) {}
