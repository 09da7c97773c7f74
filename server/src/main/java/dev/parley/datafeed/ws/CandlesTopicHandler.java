package dev.parley.datafeed.ws;

import dev.parley.contract.datafeed.events.CandlesSnapshotData;
import dev.parley.datafeed.api.CandleInterval;
import dev.parley.datafeed.domain.Candles;
import dev.parley.datafeed.replay.Market;
import dev.parley.datafeed.replay.Telling;
import dev.parley.datafeed.replay.Telling.Told;
import dev.parley.datafeed.rest.Models;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.ws.LiveSnapshot;
import dev.parley.platform.ws.TopicHandler;
import dev.parley.platform.ws.TopicRequest;
import java.time.Instant;

/**
 * {@code candles:{symbol}:{interval}}: closed candles are sequenced, the forming one is conflated;
 * the snapshot is the newest candles as they have been told.
 */
public final class CandlesTopicHandler implements TopicHandler {
  private static final int NEWEST = 100;

  private final Market market;
  private final Telling telling;

  public CandlesTopicHandler(Market market, Telling telling) {
    this.market = market;
    this.telling = telling;
  }

  @Override
  public LogKey authorize(TopicRequest request) {
    market.requireInterval(request.params().get("symbol"), interval(request));
    return LogKey.everyone(request.topic());
  }

  @Override
  public Object snapshot(QueryContext context, TopicRequest request) {
    Told told = telling.of(request.topic());
    CandleInterval interval = interval(request);
    Instant end = told.until().plus(interval.length());
    return new LiveSnapshot(
        told.seq(),
        new CandlesSnapshotData(
            new Candles(told.tape(), interval)
                .newest(end, told.until(), NEWEST).items().stream().map(Models::candle).toList()));
  }

  private static CandleInterval interval(TopicRequest request) {
    return CandleInterval.ofCode(request.params().get("interval"));
  }
}
