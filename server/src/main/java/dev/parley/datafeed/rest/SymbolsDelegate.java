package dev.parley.datafeed.rest;

import dev.parley.contract.datafeed.api.SymbolsApi;
import dev.parley.contract.datafeed.model.Symbol;
import dev.parley.contract.datafeed.model.SymbolPage;
import dev.parley.contract.datafeed.model.SymbolType;
import dev.parley.datafeed.api.GetSymbol;
import dev.parley.datafeed.api.ListSymbols;
import dev.parley.datafeed.api.SearchSymbols;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.page.PageRequest;
import dev.parley.platform.security.Callers;
import org.jspecify.annotations.Nullable;

/** REST of the symbols. */
public final class SymbolsDelegate implements SymbolsApi {
  private final QueryBus queries;
  private final Callers callers;

  public SymbolsDelegate(QueryBus queries, Callers callers) {
    this.queries = queries;
    this.callers = callers;
  }

  @Override
  public SymbolPage listSymbols(
      @Nullable SymbolType type, Integer limit, @Nullable String cursor, Boolean includeTotal) {
    PageRequest page = PageRequest.of(limit, cursor, includeTotal);
    return Models.symbols(
        queries.ask(new ListSymbols(Models.assetType(type), page), callers.current()));
  }

  @Override
  public SymbolPage searchSymbols(String q, @Nullable SymbolType type, Integer limit) {
    return Models.symbols(
        queries.ask(new SearchSymbols(q, Models.assetType(type), limit), callers.current()));
  }

  @Override
  public Symbol getSymbol(String symbol) {
    return Models.symbol(queries.ask(new GetSymbol(symbol), callers.current()));
  }
}
