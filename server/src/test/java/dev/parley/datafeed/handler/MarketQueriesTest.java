package dev.parley.datafeed.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.datafeed.FakeContext;
import dev.parley.datafeed.RecordingFeed;
import dev.parley.datafeed.api.AssetType;
import dev.parley.datafeed.api.Candle;
import dev.parley.datafeed.api.CandleInterval;
import dev.parley.datafeed.api.GetServerTime;
import dev.parley.datafeed.api.GetSymbol;
import dev.parley.datafeed.api.ListCandles;
import dev.parley.datafeed.api.ListQuotes;
import dev.parley.datafeed.api.ListSymbols;
import dev.parley.datafeed.api.ListTrades;
import dev.parley.datafeed.api.Quote;
import dev.parley.datafeed.api.SearchSymbols;
import dev.parley.datafeed.api.SymbolInfo;
import dev.parley.datafeed.api.TapeTrade;
import dev.parley.datafeed.replay.Market;
import dev.parley.datafeed.replay.Telling;
import dev.parley.datafeed.replay.TestMarkets;
import dev.parley.datafeed.ws.MarketPublisher;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MarketQueriesTest {
  private static final Instant NOW = Instant.parse("2026-11-21T22:05:00.123456Z");
  private static final FakeContext CONTEXT = new FakeContext(NOW);

  private final Market market = TestMarkets.laid(Clock.systemUTC(), NOW, 10, 1);
  private final RecordingFeed feed = new RecordingFeed();
  private final Telling telling = new Telling(feed);
  private final MarketPublisher publisher = new MarketPublisher(feed, telling);

  @BeforeEach
  void tell() {
    publisher.begin(market.playbacks(), NOW.minusSeconds(100));
    publisher.played(market.playbacks(), NOW);
  }

  @Test
  void listsSymbolsPageByPage() {
    var handler = new ListSymbolsHandler(market);
    List<String> seen = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      Page<SymbolInfo> page =
          handler.handle(
              new ListSymbols(null, new PageRequest(1, cursor.orElse(null), true)), CONTEXT);
      assertThat(page.total()).hasValue(3);
      page.items().forEach(symbol -> seen.add(symbol.symbol()));
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    assertThat(seen).containsExactly("AAPL", "BTC-USD", "ETH-USD");
    assertThat(
            handler
                .handle(new ListSymbols(AssetType.STOCK, PageRequest.of(null, null, null)), CONTEXT)
                .items())
        .extracting(SymbolInfo::symbol)
        .containsExactly("AAPL");
  }

  @Test
  void searchesCodesNamesAndExchanges() {
    assertThat(search("btc")).containsExactly("BTC-USD");
    assertThat(search(" Usd ")).containsExactly("AAPL", "BTC-USD", "ETH-USD");
    assertThat(search("e")).containsExactly("ETH-USD", "AAPL");
    assertThat(search("bitstamp")).containsExactly("BTC-USD");
    assertThat(search("nothing")).isEmpty();
  }

  @Test
  void getsASymbolWithItsRecording() {
    SymbolInfo symbol = new GetSymbolHandler(market).handle(new GetSymbol("BTC-USD"), CONTEXT);
    assertThat(symbol.recording().records()).isEqualTo(99_982);
    assertThat(symbol.recording().speed()).isEqualTo(10);
    assertThat(symbol.recording().to()).isEqualTo("2013-12-01T16:03:00Z");
    assertThat(symbol.finestInterval()).isEqualTo(CandleInterval.ONE_MINUTE);
    assertThat(symbol.historyFrom()).isEqualTo("2025-11-21T00:00:00Z");
    assertThat(code(() -> new GetSymbolHandler(market).handle(new GetSymbol("NOPE"), CONTEXT)))
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void listsCandlesUpToNowAndRefusesFinerOnes() {
    var handler = new ListCandlesHandler(market, telling);
    List<Candle> newest =
        handler
            .handle(
                new ListCandles("BTC-USD", CandleInterval.ONE_MINUTE, null, null, 1000), CONTEXT)
            .items();
    assertThat(newest).hasSize(1000);
    assertThat(newest.getLast().openTime()).isEqualTo("2026-11-21T22:05:00Z");
    assertThat(newest.getLast().closed()).isFalse();
    assertThat(newest.subList(0, 999)).allMatch(Candle::closed);
    assertThat(
            code(
                () ->
                    handler.handle(
                        new ListCandles("ETH-USD", CandleInterval.ONE_MINUTE, null, null, 1),
                        CONTEXT)))
        .isEqualTo(ErrorCode.INTERVAL_NOT_AVAILABLE);
    assertThat(
            code(
                () ->
                    handler.handle(
                        new ListCandles(
                            "BTC-USD", CandleInterval.ONE_HOUR, NOW, NOW.minusSeconds(1), 1),
                        CONTEXT)))
        .isEqualTo(ErrorCode.VALIDATION_ERROR);
    assertThat(
            code(
                () ->
                    handler.handle(
                        new ListCandles("NOPE", CandleInterval.ONE_HOUR, null, null, 1), CONTEXT)))
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void quotesEachSymbolOnceInTheOrderAskedFor() {
    var handler = new ListQuotesHandler(market);
    assertThat(handler.handle(new ListQuotes(List.of("ETH-USD", "AAPL", "ETH-USD")), CONTEXT))
        .extracting(Quote::symbol)
        .containsExactly("ETH-USD", "AAPL");
    assertThat(code(() -> handler.handle(new ListQuotes(List.of("AAPL", "NOPE")), CONTEXT)))
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void listsTradesBackwardsWithoutGapOrRepeat() {
    var handler = new ListTradesHandler(market, telling);
    List<TapeTrade> seen = new ArrayList<>();
    String cursor = null;
    for (int i = 0; i < 30; i++) {
      // Later pages stay where they are although the tape moves on.
      publisher.played(market.playbacks(), NOW.plusSeconds(i));
      FakeContext later = new FakeContext(NOW.plusSeconds(i));
      Page<TapeTrade> page =
          handler.handle(new ListTrades("BTC-USD", new PageRequest(7, cursor, false)), later);
      seen.addAll(page.items());
      cursor = page.nextCursor().orElseThrow();
    }
    long end = market.require("BTC-USD").begun(NOW);
    assertThat(seen).isEqualTo(market.require("BTC-USD").trades(end - 210, end).reversed());
    assertThat(
            handler
                .handle(new ListTrades("AAPL", new PageRequest(7, null, false)), CONTEXT)
                .items())
        .isEmpty();
    String ofBitcoin = cursor;
    assertThat(
            code(
                () ->
                    handler.handle(
                        new ListTrades("ETH-USD", new PageRequest(7, ofBitcoin, false)), CONTEXT)))
        .isEqualTo(ErrorCode.INVALID_CURSOR);
  }

  @Test
  void saysAfterWhichEventToSubscribe() {
    FakeContext context = new FakeContext(NOW.plusSeconds(5));
    List<TapeTrade> trades =
        new ListTradesHandler(market, telling)
            .handle(new ListTrades("BTC-USD", new PageRequest(1, null, false)), context)
            .items();
    new ListCandlesHandler(market, telling)
        .handle(new ListCandles("BTC-USD", CandleInterval.ONE_MINUTE, null, null, 5), context);
    List<RecordingFeed.Event> told = feed.sequenced("trades:BTC-USD");
    assertThat(told.getLast().entityId()).isEqualTo(trades.getFirst().cursor().toString());
    assertThat(context.streams())
        .containsOnly(
            Map.entry(LogKey.everyone("trades:BTC-USD"), new Position("here", told.size())),
            Map.entry(LogKey.everyone("candles:BTC-USD:1m"), new Position("here", 2)));
  }

  @Test
  void tellsTheTime() {
    assertThat(new GetServerTimeHandler().handle(new GetServerTime(), CONTEXT))
        .isEqualTo("2026-11-21T22:05:00.123Z");
  }

  private List<String> search(String text) {
    return new SearchSymbolsHandler(market)
        .handle(new SearchSymbols(text, null, 50), CONTEXT).items().stream()
            .map(SymbolInfo::symbol)
            .toList();
  }

  private static ErrorCode code(ThrowingCallable call) {
    return catchThrowableOfType(AppException.class, call).code();
  }
}
