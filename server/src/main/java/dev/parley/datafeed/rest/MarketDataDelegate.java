package dev.parley.datafeed.rest;

import dev.parley.contract.datafeed.api.MarketDataApi;
import dev.parley.contract.datafeed.model.CandleInterval;
import dev.parley.contract.datafeed.model.CandleSeries;
import dev.parley.contract.datafeed.model.QuoteList;
import dev.parley.contract.datafeed.model.ServerTime;
import dev.parley.contract.datafeed.model.TradePage;
import dev.parley.datafeed.api.GetServerTime;
import dev.parley.datafeed.api.ListCandles;
import dev.parley.datafeed.api.ListQuotes;
import dev.parley.datafeed.api.ListTrades;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.page.PageRequest;
import dev.parley.platform.security.Callers;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** REST of candles, quotes, trades and time. */
public final class MarketDataDelegate implements MarketDataApi {
  private final QueryBus queries;
  private final Callers callers;

  public MarketDataDelegate(QueryBus queries, Callers callers) {
    this.queries = queries;
    this.callers = callers;
  }

  @Override
  public CandleSeries listCandles(
      String symbol,
      CandleInterval interval,
      @Nullable Instant from,
      @Nullable Instant to,
      Integer limit) {
    ListCandles query = new ListCandles(symbol, Models.interval(interval), from, to, limit);
    return Models.candles(queries.ask(query, callers.current()));
  }

  @Override
  public QuoteList listQuotes(List<String> symbols) {
    // The contract separates them by commas (explode: false), and JAX-RS leaves them in one text.
    List<String> each = symbols.stream().flatMap(text -> Stream.of(text.split(",", -1))).toList();
    return Models.quotes(queries.ask(new ListQuotes(each), callers.current()));
  }

  @Override
  public TradePage listTrades(String symbol, Integer limit, @Nullable String cursor) {
    PageRequest page = PageRequest.of(limit, cursor, false);
    return Models.trades(queries.ask(new ListTrades(symbol, page), callers.current()));
  }

  @Override
  public ServerTime getServerTime() {
    return Models.time(queries.ask(new GetServerTime(), callers.current()));
  }
}
