package dev.parley.datafeed.handler;

import dev.parley.datafeed.api.GetSymbol;
import dev.parley.datafeed.api.MarketData;
import dev.parley.datafeed.api.SymbolInfo;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;

/** Answers one symbol. */
public final class GetSymbolHandler implements QueryHandler<GetSymbol, SymbolInfo> {
  private final MarketData market;

  public GetSymbolHandler(MarketData market) {
    this.market = market;
  }

  @Override
  public SymbolInfo handle(GetSymbol query, QueryContext context) {
    return market
        .symbol(query.symbol())
        .orElseThrow(
            () -> new AppException(ErrorCode.NOT_FOUND, "There is no symbol " + query.symbol()));
  }
}
