package dev.parley.datafeed.api;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A recorded bar as it is played. The feed hands it over when it opens, because that is when orders
 * fill at its opening price, within its volume; everybody else learns the remainder at {@code
 * closesAt}, so whoever holds it earlier shows it to nobody.
 *
 * @param cursor its place on the tape
 * @param symbol what was traded
 * @param open first price
 * @param high highest price
 * @param low lowest price
 * @param close last price
 * @param volume quantity traded in it; not negative
 * @param opensAt its beginning on the server's clock, inclusive
 * @param closesAt its end on the server's clock, exclusive
 * @param sourceTime its beginning in the recorded market
 */
public record TapeBar(
    TapeCursor cursor,
    String symbol,
    BigDecimal open,
    BigDecimal high,
    BigDecimal low,
    BigDecimal close,
    BigDecimal volume,
    Instant opensAt,
    Instant closesAt,
    Instant sourceTime) {}
