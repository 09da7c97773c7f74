package dev.parley.datafeed.api;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A recorded trade as it is played.
 *
 * @param cursor its place on the tape; as text, its id
 * @param symbol what was traded
 * @param price paid for one unit; positive
 * @param quantity traded; positive
 * @param time when it happens on the server's clock, to the microsecond
 * @param sourceTime when it happened in the recorded market
 */
public record TapeTrade(
    TapeCursor cursor,
    String symbol,
    BigDecimal price,
    BigDecimal quantity,
    Instant time,
    Instant sourceTime) {}
