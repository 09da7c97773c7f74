package dev.parley.datafeed.api;

import java.util.List;
import java.util.Optional;

/**
 * Market data for other features. The tape is a function of the recording, of an anchor kept in the
 * database and of the clock: every node answers the same, before and after a restart, and no call
 * here touches the database. Safe for use by any number of threads.
 *
 * <p>A symbol that does not exist is an {@link IllegalArgumentException} where the signature has no
 * room for its absence: ask {@link #symbol} first.
 */
public interface MarketData {
  /** All symbols, in alphabetical order. */
  List<SymbolInfo> symbols();

  /** The symbol of that code; empty if there is none. */
  Optional<SymbolInfo> symbol(String code);

  /** The newest price; empty if there is no such symbol. */
  Optional<LastTrade> last(String symbol);

  /**
   * The place right after the newest record that has been played: what a new order starts from, so
   * that only later records fill it.
   */
  TapeCursor position(String symbol);

  /**
   * The trades after a place and up to now, in the order of the tape.
   *
   * @param limit the most to answer, from 1; fewer mean that the tape is not further yet
   * @return trades with strictly growing cursors, none left out; empty for a symbol of which only
   *     bars were recorded
   */
  List<TapeTrade> tradesAfter(String symbol, TapeCursor cursor, int limit);

  /**
   * The bars after a place that have opened by now, in the order of the tape.
   *
   * @param limit the most to answer, from 1; fewer mean that the tape is not further yet
   * @return bars with strictly growing cursors, none left out; empty for a symbol of which trades
   *     were recorded
   */
  List<TapeBar> barsAfter(String symbol, TapeCursor cursor, int limit);
}
