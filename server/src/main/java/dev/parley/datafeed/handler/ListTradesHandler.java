package dev.parley.datafeed.handler;

import dev.parley.datafeed.api.ListTrades;
import dev.parley.datafeed.api.RecordingKind;
import dev.parley.datafeed.api.TapeCursor;
import dev.parley.datafeed.api.TapeTrade;
import dev.parley.datafeed.domain.Playback;
import dev.parley.datafeed.replay.Market;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.page.Cursor;
import dev.parley.platform.page.Page;
import java.util.List;
import java.util.OptionalLong;

/** Lists trades, newest first; the place on the tape is the key of the list. */
public final class ListTradesHandler implements QueryHandler<ListTrades, Page<TapeTrade>> {
  private final Market market;

  public ListTradesHandler(Market market) {
    this.market = market;
  }

  @Override
  public Page<TapeTrade> handle(ListTrades query, QueryContext context) {
    String list = "trades:" + query.symbol();
    Playback tape = market.require(query.symbol());
    Cursor cursor = Cursor.parse(query.page().cursor(), list);
    int limit = query.page().limit();
    List<TapeTrade> trades = List.of();
    if (tape.tape().kind() == RecordingKind.TRADES) {
      long end = tape.begun(context.now());
      if (cursor != null) {
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
