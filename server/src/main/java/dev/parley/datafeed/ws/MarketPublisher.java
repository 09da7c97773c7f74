package dev.parley.datafeed.ws;

import dev.parley.contract.datafeed.events.CandleClosed;
import dev.parley.contract.datafeed.events.CandleEventData;
import dev.parley.contract.datafeed.events.CandleUpdated;
import dev.parley.contract.datafeed.events.CandlesTopic;
import dev.parley.contract.datafeed.events.QuoteEventData;
import dev.parley.contract.datafeed.events.QuoteUpdated;
import dev.parley.contract.datafeed.events.QuotesTopic;
import dev.parley.contract.datafeed.events.TradeEventData;
import dev.parley.contract.datafeed.events.TradeExecuted;
import dev.parley.contract.datafeed.events.TradesTopic;
import dev.parley.datafeed.api.Candle;
import dev.parley.datafeed.api.CandleInterval;
import dev.parley.datafeed.api.RecordingKind;
import dev.parley.datafeed.api.TapeTrade;
import dev.parley.datafeed.domain.Candles;
import dev.parley.datafeed.domain.Playback;
import dev.parley.datafeed.replay.TapeListener;
import dev.parley.datafeed.replay.Telling;
import dev.parley.datafeed.replay.Telling.Told;
import dev.parley.datafeed.rest.Models;
import dev.parley.platform.event.LiveFeed;
import java.time.Instant;
import java.util.List;

/**
 * Tells this node's sockets what was played (M21, B05), and keeps in {@link Telling} how far it has
 * come. For one thread.
 */
public final class MarketPublisher implements TapeListener {
  /** A long pause is told in pieces, so that the values snapshots are made of keep up. */
  private static final int PIECE = 200;

  private final LiveFeed live;
  private final Telling telling;

  public MarketPublisher(LiveFeed live, Telling telling) {
    this.live = live;
    this.telling = telling;
  }

  @Override
  public void begin(List<Playback> tapes, Instant at) {
    for (Playback tape : tapes) {
      Told start = new Told(tape, at, tape.begun(at), 0);
      telling.told(TradesTopic.of(tape.symbol()).toString(), start);
      for (CandleInterval interval : CandleInterval.values()) {
        telling.told(topic(tape, interval), start);
      }
    }
  }

  @Override
  public void played(List<Playback> tapes, Instant until) {
    for (Playback tape : tapes) {
      Told before = telling.of(TradesTopic.of(tape.symbol()).toString());
      boolean changed =
          tape.begun(until) != before.begun()
              || tape.ended(until) != before.tape().ended(before.until());
      trades(tape, until);
      for (CandleInterval interval : CandleInterval.values()) {
        if (Candles.available(tape, interval)) {
          candles(tape, interval, until, changed);
        }
      }
      if (changed) {
        quote(tape, until);
      }
    }
  }

  private void trades(Playback tape, Instant until) {
    String topic = TradesTopic.of(tape.symbol()).toString();
    long end = tape.begun(until);
    Told told = telling.of(topic);
    if (tape.tape().kind() == RecordingKind.TRADES) {
      for (long from = told.begun(); from < end; from += PIECE) {
        long to = Math.min(from + PIECE, end);
        long seq = told.seq();
        for (TapeTrade trade : tape.trades(from, to)) {
          var data = new TradeEventData(trade.cursor().toString(), null, Models.trade(trade));
          seq = live.sequenced(topic, TradeExecuted.TYPE, data.entityId(), data);
        }
        told = new Told(tape, told.until(), to, seq);
        telling.told(topic, told);
      }
    }
    telling.told(topic, new Told(tape, until, Math.max(end, told.begun()), told.seq()));
  }

  private void candles(Playback tape, CandleInterval interval, Instant until, boolean changed) {
    String topic = topic(tape, interval);
    Candles candles = new Candles(tape, interval);
    Told before = telling.of(topic);
    long seq = before.seq();
    for (Candle candle : candles.closedBetween(before.until(), until)) {
      CandleEventData data = data(candle);
      seq = live.sequenced(topic, CandleClosed.TYPE, data.entityId(), data);
      telling.told(topic, new Told(tape, candle.closeTime(), before.begun(), seq));
    }
    telling.told(topic, new Told(tape, until, tape.begun(until), seq));
    if (changed) {
      candles
          .forming(until)
          .map(MarketPublisher::data)
          .ifPresent(
              data ->
                  live.conflated(
                      topic, data.entityId(), CandleUpdated.TYPE, data.entityId(), data));
    }
  }

  private void quote(Playback tape, Instant until) {
    String topic = QuotesTopic.of(tape.symbol()).toString();
    tape.quote(until)
        .map(quote -> new QuoteEventData(tape.symbol(), null, Models.quote(quote)))
        .ifPresent(
            data -> live.conflated(topic, tape.symbol(), QuoteUpdated.TYPE, data.entityId(), data));
  }

  private static CandleEventData data(Candle candle) {
    String id = candle.symbol() + ":" + candle.interval().code() + ":" + candle.openTime();
    return new CandleEventData(id, null, Models.candle(candle));
  }

  private static String topic(Playback tape, CandleInterval interval) {
    return CandlesTopic.of(tape.symbol(), interval.code()).toString();
  }
}
