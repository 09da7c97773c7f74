package dev.parley.datafeed.ws;

import dev.parley.contract.datafeed.events.TradesSnapshotData;
import dev.parley.datafeed.api.RecordingKind;
import dev.parley.datafeed.api.TapeTrade;
import dev.parley.datafeed.replay.Market;
import dev.parley.datafeed.replay.Telling;
import dev.parley.datafeed.replay.Telling.Told;
import dev.parley.datafeed.rest.Models;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.ws.LiveSnapshot;
import dev.parley.platform.ws.TopicHandler;
import dev.parley.platform.ws.TopicRequest;
import java.util.List;

/** {@code trades:{symbol}}: sequenced; the snapshot is the newest trades that have been told. */
public final class TradesTopicHandler implements TopicHandler {
  private static final int NEWEST = 50;

  private final Market market;
  private final Telling telling;

  public TradesTopicHandler(Market market, Telling telling) {
    this.market = market;
    this.telling = telling;
  }

  @Override
  public LogKey authorize(TopicRequest request) {
    market.require(request.params().get("symbol"));
    return LogKey.everyone(request.topic());
  }

  @Override
  public Object snapshot(QueryContext context, TopicRequest request) {
    Told told = telling.of(request.topic());
    List<TapeTrade> trades =
        told.tape().tape().kind() == RecordingKind.TRADES
            ? told.tape().trades(told.begun() - NEWEST, told.begun())
            : List.of();
    return new LiveSnapshot(
        told.seq(), new TradesSnapshotData(trades.stream().map(Models::trade).toList()));
  }
}
