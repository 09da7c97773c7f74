package dev.parley.datafeed.handler;

import dev.parley.datafeed.api.CandleSeries;
import dev.parley.datafeed.api.ListCandles;
import dev.parley.datafeed.domain.Candles;
import dev.parley.datafeed.replay.Market;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.error.Violation;
import java.time.Instant;
import java.util.List;

/** Lists candles. */
public final class ListCandlesHandler implements QueryHandler<ListCandles, CandleSeries> {
  private final Market market;

  public ListCandlesHandler(Market market) {
    this.market = market;
  }

  @Override
  public CandleSeries handle(ListCandles query, QueryContext context) {
    Candles candles = market.candles(query.symbol(), query.interval());
    Instant now = context.now();
    Instant from = query.from();
    Instant to = query.to() == null ? now.plus(query.interval().length()) : query.to();
    if (from != null && query.to() != null && from.isAfter(to)) {
      throw new AppException(
          ErrorCode.VALIDATION_ERROR,
          "from is after to",
          List.of(new Violation("query/from", "range", "expected an instant up to " + to)));
    }
    return candles.list(from, to, now, query.limit());
  }
}
