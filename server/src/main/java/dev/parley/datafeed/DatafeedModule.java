package dev.parley.datafeed;

import dev.parley.datafeed.api.GetServerTime;
import dev.parley.datafeed.api.GetSymbol;
import dev.parley.datafeed.api.ListCandles;
import dev.parley.datafeed.api.ListQuotes;
import dev.parley.datafeed.api.ListSymbols;
import dev.parley.datafeed.api.ListTrades;
import dev.parley.datafeed.api.MarketData;
import dev.parley.datafeed.api.SearchSymbols;
import dev.parley.datafeed.handler.GetServerTimeHandler;
import dev.parley.datafeed.handler.GetSymbolHandler;
import dev.parley.datafeed.handler.ListCandlesHandler;
import dev.parley.datafeed.handler.ListQuotesHandler;
import dev.parley.datafeed.handler.ListSymbolsHandler;
import dev.parley.datafeed.handler.ListTradesHandler;
import dev.parley.datafeed.handler.SearchSymbolsHandler;
import dev.parley.datafeed.replay.Follower;
import dev.parley.datafeed.replay.Market;
import dev.parley.datafeed.replay.ReplayWorker;
import dev.parley.datafeed.replay.Telling;
import dev.parley.datafeed.rest.DatafeedModuleDelegate;
import dev.parley.datafeed.rest.MarketDataDelegate;
import dev.parley.datafeed.rest.SymbolsDelegate;
import dev.parley.datafeed.store.ReplayStore;
import dev.parley.datafeed.ws.CandlesTopicHandler;
import dev.parley.datafeed.ws.MarketPublisher;
import dev.parley.datafeed.ws.QuotesTopicHandler;
import dev.parley.datafeed.ws.TradesTopicHandler;
import dev.parley.platform.module.Kernel;
import dev.parley.platform.module.Module;
import dev.parley.platform.module.Wiring;

/** Market data: recordings of real markets, played again at the server's clock. */
public final class DatafeedModule implements Module {
  @Override
  public String name() {
    return "datafeed";
  }

  @Override
  public void wire(Kernel kernel, Wiring wiring) {
    DatafeedSettings settings = DatafeedSettings.from(kernel.settings());
    Market market = Market.ofRecordings(kernel.clock());
    Telling telling = new Telling(kernel.live());
    MarketPublisher publisher = new MarketPublisher(kernel.live(), telling);
    ReplayStore store = new ReplayStore();
    Follower follower =
        new Follower(
            market, store, kernel.transactions(), kernel.clock(), settings.tick(), publisher);

    wiring
        .provide(MarketData.class, market)
        .query(ListSymbols.class, new ListSymbolsHandler(market))
        .query(SearchSymbols.class, new SearchSymbolsHandler(market))
        .query(GetSymbol.class, new GetSymbolHandler(market))
        .query(ListCandles.class, new ListCandlesHandler(market, telling))
        .query(ListQuotes.class, new ListQuotesHandler(market))
        .query(ListTrades.class, new ListTradesHandler(market, telling))
        .query(GetServerTime.class, new GetServerTimeHandler())
        .delegate(new SymbolsDelegate(kernel.queries(), kernel.callers()))
        .delegate(new MarketDataDelegate(kernel.queries(), kernel.callers()))
        .delegate(new DatafeedModuleDelegate(kernel.info()))
        .topic("quotes:{symbol}", new QuotesTopicHandler(market))
        .topic("trades:{symbol}", new TradesTopicHandler(market, telling))
        .topic("candles:{symbol}:{interval}", new CandlesTopicHandler(market, telling))
        .onStart(() -> follower.start(settings::speed))
        .worker(
            new ReplayWorker(
                market,
                store,
                kernel.transactions(),
                kernel.clock(),
                settings::speed,
                settings.tick(),
                follower::wake))
        .closeable(follower);
  }
}
