package dev.parley.datafeed.handler;

import dev.parley.contract.datafeed.events.CandlesTopic;
import dev.parley.datafeed.api.CandleSeries;
import dev.parley.datafeed.api.ListCandles;
import dev.parley.datafeed.domain.Candles;
import dev.parley.datafeed.replay.Market;
import dev.parley.datafeed.replay.Telling;
import dev.parley.datafeed.replay.Telling.Told;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.error.Violation;
import dev.parley.platform.event.LogKey;
import java.time.Instant;
import java.util.List;

/**
 * Lists candles, as far as their topic has been told: whoever subscribes after the position that
 * goes with the answer gets the very next one that closes.
 */
public final class ListCandlesHandler implements QueryHandler<ListCandles, CandleSeries> {
  private final Market market;
  private final Telling telling;

  public ListCandlesHandler(Market market, Telling telling) {
    this.market = market;
    this.telling = telling;
  }

  @Override
  public CandleSeries handle(ListCandles query, QueryContext context) {
    market.requireInterval(query.symbol(), query.interval());
    String topic = CandlesTopic.of(query.symbol(), query.interval().code()).toString();
    Told told = telling.of(topic);
    Instant now = told.until();
    Instant from = query.from();
    Instant to = query.to() == null ? now.plus(query.interval().length()) : query.to();
    if (from != null && query.to() != null && from.isAfter(to)) {
      throw new AppException(
          ErrorCode.VALIDATION_ERROR,
          "from is after to",
          List.of(new Violation("query/from", "range", "expected an instant up to " + to)));
    }
    context.stream(LogKey.everyone(topic), telling.position(told));
    return new Candles(told.tape(), query.interval()).list(from, to, now, query.limit());
  }
}
