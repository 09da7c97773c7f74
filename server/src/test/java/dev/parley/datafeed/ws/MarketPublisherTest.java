package dev.parley.datafeed.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.contract.datafeed.events.CandleEventData;
import dev.parley.contract.datafeed.events.CandlesSnapshotData;
import dev.parley.contract.datafeed.events.QuoteEventData;
import dev.parley.contract.datafeed.events.QuotesSnapshotData;
import dev.parley.contract.datafeed.events.TradeEventData;
import dev.parley.contract.datafeed.events.TradesSnapshotData;
import dev.parley.contract.datafeed.model.Candle;
import dev.parley.contract.datafeed.model.Trade;
import dev.parley.datafeed.FakeContext;
import dev.parley.datafeed.RecordingFeed;
import dev.parley.datafeed.RecordingFeed.Event;
import dev.parley.datafeed.api.CandleInterval;
import dev.parley.datafeed.domain.Candles;
import dev.parley.datafeed.domain.Playback;
import dev.parley.datafeed.replay.Market;
import dev.parley.datafeed.replay.Telling;
import dev.parley.datafeed.replay.TestMarkets;
import dev.parley.datafeed.rest.Models;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Principal;
import dev.parley.platform.ws.LiveSnapshot;
import dev.parley.platform.ws.TopicRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MarketPublisherTest {
  private static final Instant START = Instant.parse("2026-11-21T22:05:00Z");
  private static final String TRADES = "trades:BTC-USD";

  private Market market = TestMarkets.laid(Clock.systemUTC(), START, 600, 60);
  private final RecordingFeed feed = new RecordingFeed();
  private final Telling telling = new Telling(feed);
  private final MarketPublisher publisher = new MarketPublisher(feed, telling);

  @Test
  void tellsEveryTradeOnceAndInOrderAcrossTheSeamOfTwoRounds() {
    Playback tape = market.require("BTC-USD");
    Instant end = play(new Random(1), Duration.ofMinutes(17)); // a round takes 16 minutes
    assertThat(tape.position(end).loop()).isGreaterThan(tape.position(START).loop());

    List<Object> told = data(TRADES);
    List<Object> expected =
        tape.trades(tape.begun(START), tape.begun(end)).stream()
            .<Object>map(t -> new TradeEventData(t.cursor().toString(), null, Models.trade(t)))
            .toList();
    assertThat(told.size()).isEqualTo(expected.size()).isGreaterThan(99_982);
    assertThat(told.equals(expected)).isTrue();
    assertThat(feed.sequenced("trades:ETH-USD")).isEmpty();
  }

  @Test
  void tellsEveryClosedCandleOnceAndInOrder() {
    market = TestMarkets.laid(Clock.systemUTC(), START, 30, 60);
    Instant end = play(new Random(2), Duration.ofHours(5));
    for (String symbol : List.of("BTC-USD", "ETH-USD")) {
      for (CandleInterval interval : CandleInterval.values()) {
        Playback tape = market.require(symbol);
        String topic = "candles:" + symbol + ":" + interval.code();
        if (!Candles.available(tape, interval)) {
          assertThat(feed.sequenced(topic)).isEmpty();
          continue;
        }
        List<Candle> expected =
            new Candles(tape, interval)
                .list(START.minus(interval.length()), end, end, 100_000).items().stream()
                    .filter(c -> c.closeTime().isAfter(START) && !c.closeTime().isAfter(end))
                    .map(Models::candle)
                    .toList();
        assertThat(candles(topic)).as(topic).isEqualTo(expected);
        assertThat(expected).allMatch(Candle::closed);
      }
    }
    assertThat(candles("candles:BTC-USD:1m")).hasSizeBetween(290, 302);
  }

  @Test
  void showsInASnapshotExactlyWhatItWasToldBefore() {
    var trades = new TradesTopicHandler(market, telling);
    var candles = new CandlesTopicHandler(market, telling);
    Random random = new Random(3);
    publisher.begin(market.playbacks(), START);
    Instant now = START;
    for (int i = 0; i < 300; i++) {
      now = now.plusMillis(random.nextInt(900));
      publisher.played(market.playbacks(), now);
      LiveSnapshot snapshot = (LiveSnapshot) trades.snapshot(at(now), request(TRADES));
      List<Trade> shown = ((TradesSnapshotData) snapshot.data()).items();
      assertThat(shown).hasSize(50);
      List<Event> told = feed.sequenced(TRADES);
      assertThat(snapshot.seq()).isEqualTo(told.size());
      if (!told.isEmpty()) {
        assertThat(shown.getLast()).isEqualTo(((TradeEventData) told.getLast().data()).trade());
      }
      String topic = "candles:BTC-USD:1m";
      LiveSnapshot minutes = (LiveSnapshot) candles.snapshot(at(now), request(topic));
      List<Candle> bars = ((CandlesSnapshotData) minutes.data()).items();
      assertThat(bars).hasSize(100);
      assertThat(minutes.seq()).isEqualTo(feed.sequenced(topic).size());
      Stream<Candle> closed = bars.stream().filter(Candle::closed);
      if (minutes.seq() > 0) {
        assertThat(closed.reduce((first, second) -> second)).contains(candles(topic).getLast());
      }
    }
  }

  @Test
  void updatesTheFormingCandleAndTheQuoteWhenSomethingWasPlayed() {
    publisher.begin(market.playbacks(), START);
    publisher.played(market.playbacks(), START);
    assertThat(feed.conflated("quotes:BTC-USD")).isEmpty();
    Instant now = START.plusSeconds(3);
    publisher.played(market.playbacks(), now);
    assertThat(feed.conflated("quotes:BTC-USD"))
        .singleElement()
        .satisfies(
            event -> {
              QuoteEventData data = (QuoteEventData) event.data();
              assertThat(event.type()).isEqualTo("quote.updated");
              assertThat(data.quote())
                  .isEqualTo(Models.quote(market.require("BTC-USD").quote(now).orElseThrow()));
            });
    assertThat(feed.conflated("candles:BTC-USD:1h"))
        .singleElement()
        .satisfies(
            event -> assertThat(((CandleEventData) event.data()).candle().closed()).isFalse());
    Object quote = new QuotesTopicHandler(market).snapshot(at(now), request("quotes:BTC-USD"));
    assertThat(((QuotesSnapshotData) quote).items()).hasSize(1);
  }

  @Test
  void refusesTopicsThereAreNot() {
    var candles = new CandlesTopicHandler(market, telling);
    var trades = new TradesTopicHandler(market, telling);
    assertThat(code(() -> candles.authorize(request("candles:AAPL:1h"))))
        .isEqualTo(ErrorCode.INTERVAL_NOT_AVAILABLE);
    assertThat(code(() -> trades.authorize(request("trades:NOPE")))).isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(trades.authorize(request(TRADES)).topic()).isEqualTo(TRADES);
  }

  private Instant play(Random random, Duration length) {
    publisher.begin(market.playbacks(), START);
    Instant now = START;
    Instant end = START.plus(length);
    while (now.isBefore(end)) {
      now = now.plusMillis(random.nextInt(random.nextInt(50) == 0 ? 400_000 : 5_000));
      publisher.played(market.playbacks(), now);
    }
    return now;
  }

  private List<Object> data(String topic) {
    return feed.sequenced(topic).stream().map(Event::data).toList();
  }

  private List<Candle> candles(String topic) {
    List<Candle> candles = new ArrayList<>();
    data(topic).forEach(data -> candles.add(((CandleEventData) data).candle()));
    return candles;
  }

  private static ErrorCode code(ThrowingCallable call) {
    return catchThrowableOfType(AppException.class, call).code();
  }

  private static FakeContext at(Instant now) {
    return new FakeContext(now);
  }

  private static TopicRequest request(String topic) {
    String[] parts = topic.split(":");
    Map<String, String> params =
        parts.length == 2
            ? Map.of("symbol", parts[1])
            : Map.of("symbol", parts[1], "interval", parts[2]);
    UUID id = new UUID(0, 1);
    return new TopicRequest(
        topic,
        params,
        new Principal(
            id, "ann", "viewer", Set.of("market:read"), id, null, START.plusSeconds(300)));
  }
}
