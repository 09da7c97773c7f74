package dev.parley.datafeed.handler;

import dev.parley.datafeed.api.ListQuotes;
import dev.parley.datafeed.api.Quote;
import dev.parley.datafeed.replay.Market;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import java.util.List;

/** Answers quotes. */
public final class ListQuotesHandler implements QueryHandler<ListQuotes, List<Quote>> {
  private final Market market;

  public ListQuotesHandler(Market market) {
    this.market = market;
  }

  @Override
  public List<Quote> handle(ListQuotes query, QueryContext context) {
    return query.symbols().stream()
        .distinct()
        .map(market::require)
        .flatMap(tape -> tape.quote(context.now()).stream())
        .toList();
  }
}
