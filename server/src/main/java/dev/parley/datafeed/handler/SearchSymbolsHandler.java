package dev.parley.datafeed.handler;

import dev.parley.datafeed.api.MarketData;
import dev.parley.datafeed.api.SearchSymbols;
import dev.parley.datafeed.api.SymbolInfo;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.page.Page;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Finds symbols by text: those whose code begins with it first, then by code. */
public final class SearchSymbolsHandler implements QueryHandler<SearchSymbols, Page<SymbolInfo>> {
  private final MarketData market;

  public SearchSymbolsHandler(MarketData market) {
    this.market = market;
  }

  @Override
  public Page<SymbolInfo> handle(SearchSymbols query, QueryContext context) {
    String text = query.text().strip().toLowerCase(Locale.ROOT);
    List<SymbolInfo> found =
        market.symbols().stream()
            .filter(symbol -> query.type() == null || symbol.type() == query.type())
            .filter(symbol -> words(symbol).anyMatch(word -> lower(word).contains(text)))
            .sorted(
                Comparator.<SymbolInfo, Boolean>comparing(
                        symbol -> !lower(symbol.symbol()).startsWith(text))
                    .thenComparing(SymbolInfo::symbol))
            .limit(query.limit())
            .toList();
    return new Page<>(found, query.limit(), Optional.empty(), OptionalLong.empty());
  }

  private static Stream<String> words(SymbolInfo symbol) {
    return Stream.of(
        symbol.symbol(), symbol.name(), symbol.exchange(), symbol.baseAsset(), symbol.currency());
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
