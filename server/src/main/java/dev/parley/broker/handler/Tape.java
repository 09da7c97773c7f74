package dev.parley.broker.handler;

import dev.parley.broker.api.FillSource;
import dev.parley.broker.domain.Tick;
import dev.parley.datafeed.api.MarketData;
import dev.parley.datafeed.api.RecordingKind;
import dev.parley.datafeed.api.SymbolInfo;
import dev.parley.datafeed.api.TapeBar;
import dev.parley.datafeed.api.TapeCursor;
import dev.parley.datafeed.api.TapeTrade;
import java.util.List;

/** The recorded market as ticks to fill orders from: trades, or the opens of bars. Thread-safe. */
final class Tape {
  private final MarketData market;

  Tape(MarketData market) {
    this.market = market;
  }

  List<String> symbols() {
    return market.symbols().stream().map(SymbolInfo::symbol).toList();
  }

  TapeCursor position(String symbol) {
    return market.position(symbol);
  }

  /** At most {@code limit} ticks after a place, in order; fewer mean that there are no more yet. */
  List<Tick> after(String symbol, TapeCursor place, int limit) {
    SymbolInfo info =
        market
            .symbol(symbol)
            .orElseThrow(() -> new IllegalArgumentException("no symbol " + symbol));
    if (info.recording().kind() == RecordingKind.TRADES) {
      return market.tradesAfter(symbol, place, limit).stream()
          .map(trade -> tick(trade, info))
          .toList();
    }
    return market.barsAfter(symbol, place, limit).stream().map(bar -> tick(bar, info)).toList();
  }

  private static Tick tick(TapeTrade trade, SymbolInfo info) {
    return new Tick(
        info.symbol(),
        trade.cursor(),
        FillSource.TRADE,
        trade.price(),
        trade.quantity(),
        info.quantityIncrement(),
        trade.time(),
        trade.sourceTime());
  }

  private static Tick tick(TapeBar bar, SymbolInfo info) {
    return new Tick(
        info.symbol(),
        bar.cursor(),
        FillSource.BAR,
        bar.open(),
        bar.volume(),
        info.quantityIncrement(),
        bar.opensAt(),
        bar.sourceTime());
  }
}
