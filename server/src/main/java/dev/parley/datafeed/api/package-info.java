/**
 * What other features may know of market data: the symbols, the tape as an ordered feed, and the
 * queries with their answers. Prices and quantities are {@link java.math.BigDecimal}, times are on
 * the server's clock unless they are called source times.
 */
@NullMarked
package dev.parley.datafeed.api;

import org.jspecify.annotations.NullMarked;
