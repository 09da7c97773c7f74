package dev.parley.datafeed.handler;

import dev.parley.datafeed.api.ListSymbols;
import dev.parley.datafeed.api.MarketData;
import dev.parley.datafeed.api.SymbolInfo;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.page.Cursor;
import dev.parley.platform.page.Page;
import java.util.List;
import java.util.OptionalLong;

/** Lists the symbols; the code is the key of the list. */
public final class ListSymbolsHandler implements QueryHandler<ListSymbols, Page<SymbolInfo>> {
  private final MarketData market;

  public ListSymbolsHandler(MarketData market) {
    this.market = market;
  }

  @Override
  public Page<SymbolInfo> handle(ListSymbols query, QueryContext context) {
    String list = "symbols:" + query.type();
    Cursor cursor = Cursor.parse(query.page().cursor(), list);
    String after = cursor == null ? "" : cursor.text(0);
    List<SymbolInfo> all =
        market.symbols().stream()
            .filter(symbol -> query.type() == null || symbol.type() == query.type())
            .toList();
    int limit = query.page().limit();
    return Page.of(
        all.stream()
            .filter(symbol -> symbol.symbol().compareTo(after) > 0)
            .limit(limit + 1L)
            .toList(),
        limit,
        query.page().includeTotal() ? OptionalLong.of(all.size()) : OptionalLong.empty(),
        symbol -> Cursor.of(list, symbol.symbol()));
  }
}
