package dev.parley.datafeed.ws;

import dev.parley.contract.datafeed.events.QuotesSnapshotData;
import dev.parley.datafeed.replay.Market;
import dev.parley.datafeed.rest.Models;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.ws.TopicHandler;
import dev.parley.platform.ws.TopicRequest;

/** {@code quotes:{symbol}}: conflated; the snapshot is the present quote. */
public final class QuotesTopicHandler implements TopicHandler {
  private final Market market;

  public QuotesTopicHandler(Market market) {
    this.market = market;
  }

  @Override
  public LogKey authorize(TopicRequest request) {
    market.require(request.params().get("symbol"));
    return LogKey.everyone(request.topic());
  }

  @Override
  public Object snapshot(QueryContext context, TopicRequest request) {
    return new QuotesSnapshotData(
        market.require(request.params().get("symbol")).quote(context.now()).stream()
            .map(Models::quote)
            .toList());
  }
}
