package dev.parley.datafeed.ws;

import dev.parley.contract.datafeed.events.TradesSnapshotData;
import dev.parley.datafeed.api.RecordingKind;
import dev.parley.datafeed.api.TapeTrade;
import dev.parley.datafeed.replay.Market;
import dev.parley.datafeed.rest.Models;
import dev.parley.datafeed.ws.MarketPublisher.Told;
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
  private final MarketPublisher publisher;

  public TradesTopicHandler(Market market, MarketPublisher publisher) {
    this.market = market;
    this.publisher = publisher;
  }

  @Override
  public LogKey authorize(TopicRequest request) {
    market.require(request.params().get("symbol"));
    return LogKey.everyone(request.topic());
  }

  @Override
  public Object snapshot(QueryContext context, TopicRequest request) {
    Told told = publisher.told(request.topic());
    List<TapeTrade> trades =
        told.tape().tape().kind() == RecordingKind.TRADES
            ? told.tape().trades(told.begun() - NEWEST, told.begun())
            : List.of();
    return new LiveSnapshot(
        told.seq(), new TradesSnapshotData(trades.stream().map(Models::trade).toList()));
  }
}
