package dev.parley.datafeed.handler;

import dev.parley.contract.datafeed.events.TradesTopic;
import dev.parley.datafeed.api.ListTrades;
import dev.parley.datafeed.api.RecordingKind;
import dev.parley.datafeed.api.TapeCursor;
import dev.parley.datafeed.api.TapeTrade;
import dev.parley.datafeed.domain.Playback;
import dev.parley.datafeed.replay.Market;
import dev.parley.datafeed.replay.Telling;
import dev.parley.datafeed.replay.Telling.Told;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.page.Cursor;
import dev.parley.platform.page.Page;
import java.util.List;
import java.util.OptionalLong;

/**
 * Lists trades, newest first; the place on the tape is the key of the list. The first page shows
 * what has been told on their topic: whoever subscribes after the position that goes with it gets
 * the very next trade.
 */
public final class ListTradesHandler implements QueryHandler<ListTrades, Page<TapeTrade>> {
  private final Market market;
  private final Telling telling;

  public ListTradesHandler(Market market, Telling telling) {
    this.market = market;
    this.telling = telling;
  }

  @Override
  public Page<TapeTrade> handle(ListTrades query, QueryContext context) {
    market.require(query.symbol());
    String list = TradesTopic.of(query.symbol()).toString();
    Told told = telling.of(list);
    Playback tape = told.tape();
    Cursor cursor = Cursor.parse(query.page().cursor(), list);
    int limit = query.page().limit();
    List<TapeTrade> trades = List.of();
    if (tape.tape().kind() == RecordingKind.TRADES) {
      long end = told.begun();
      if (cursor == null) {
        context.stream(LogKey.everyone(list), telling.position(told));
      } else {
        end = Math.min(end, tape.countUpTo(place(cursor)) - 1);
      }
      trades = tape.trades(end - limit - 1, end).reversed();
    }
    return Page.of(
        trades,
        limit,
        OptionalLong.empty(),
        trade -> Cursor.of(list, trade.cursor().loop(), trade.cursor().line()));
  }

  private static TapeCursor place(Cursor cursor) {
    return new TapeCursor(cursor.number(0), Math.toIntExact(cursor.number(1)));
  }
}
