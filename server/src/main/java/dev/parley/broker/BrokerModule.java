package dev.parley.broker;

import dev.parley.broker.api.AccountUpdated;
import dev.parley.broker.api.CancelOrder;
import dev.parley.broker.api.ConnectBroker;
import dev.parley.broker.api.ConnectionEvent;
import dev.parley.broker.api.ConnectionEvent.BrokerConnectionDisconnected;
import dev.parley.broker.api.ConnectionEvent.BrokerConnectionEstablished;
import dev.parley.broker.api.DisconnectBroker;
import dev.parley.broker.api.ExecutionCreated;
import dev.parley.broker.api.GetAccount;
import dev.parley.broker.api.GetConnection;
import dev.parley.broker.api.GetOrder;
import dev.parley.broker.api.GetPosition;
import dev.parley.broker.api.ListConnections;
import dev.parley.broker.api.ListExecutions;
import dev.parley.broker.api.ListOrders;
import dev.parley.broker.api.ListPositions;
import dev.parley.broker.api.OrderEvent;
import dev.parley.broker.api.OrderEvent.OrderCancelled;
import dev.parley.broker.api.OrderEvent.OrderFilled;
import dev.parley.broker.api.OrderEvent.OrderPartiallyFilled;
import dev.parley.broker.api.OrderEvent.OrderPlaced;
import dev.parley.broker.api.OrderEvent.OrderRejected;
import dev.parley.broker.api.PlaceOrder;
import dev.parley.broker.api.PositionEvent;
import dev.parley.broker.api.PositionEvent.PositionClosed;
import dev.parley.broker.api.PositionEvent.PositionOpened;
import dev.parley.broker.api.PositionEvent.PositionUpdated;
import dev.parley.broker.domain.Prices;
import dev.parley.broker.handler.CancelOrderHandler;
import dev.parley.broker.handler.ConnectBrokerHandler;
import dev.parley.broker.handler.DisconnectBrokerHandler;
import dev.parley.broker.handler.GetAccountHandler;
import dev.parley.broker.handler.GetConnectionHandler;
import dev.parley.broker.handler.GetOrderHandler;
import dev.parley.broker.handler.GetPositionHandler;
import dev.parley.broker.handler.ListConnectionsHandler;
import dev.parley.broker.handler.ListExecutionsHandler;
import dev.parley.broker.handler.ListOrdersHandler;
import dev.parley.broker.handler.ListPositionsHandler;
import dev.parley.broker.handler.MatchTicks;
import dev.parley.broker.handler.MatchTicksHandler;
import dev.parley.broker.handler.Matcher;
import dev.parley.broker.handler.PlaceOrderHandler;
import dev.parley.broker.rest.AccountDelegate;
import dev.parley.broker.rest.BrokerConnectionsDelegate;
import dev.parley.broker.rest.BrokerModuleDelegate;
import dev.parley.broker.rest.ExecutionsDelegate;
import dev.parley.broker.rest.OrdersDelegate;
import dev.parley.broker.rest.PositionsDelegate;
import dev.parley.broker.store.Portfolios;
import dev.parley.broker.ws.EventData;
import dev.parley.broker.ws.Snapshots;
import dev.parley.broker.ws.UserTopic;
import dev.parley.datafeed.api.LastTrade;
import dev.parley.datafeed.api.MarketData;
import dev.parley.platform.module.Kernel;
import dev.parley.platform.module.Module;
import dev.parley.platform.module.Wiring;
import java.util.Set;

/** The broker module: the paper broker over REST and its five topics. */
public final class BrokerModule implements Module {
  @Override
  public String name() {
    return "broker";
  }

  @Override
  public Set<String> requires() {
    return Set.of("datafeed");
  }

  @Override
  public void wire(Kernel kernel, Wiring wiring) {
    MarketData market = kernel.port(MarketData.class);
    BrokerSettings settings = BrokerSettings.from(kernel.settings());
    Prices prices = symbol -> market.last(symbol).map(LastTrade::price).orElse(null);
    handlers(kernel, wiring, settings, market, prices);
    delegates(kernel, wiring);
    events(wiring);
    topics(wiring, new Snapshots(prices));
    wiring.worker(
        new Matcher(
            market,
            kernel.transactions(),
            kernel.commands(),
            kernel.clock(),
            settings.matchInterval()));
  }

  private static void handlers(
      Kernel kernel, Wiring wiring, BrokerSettings settings, MarketData market, Prices prices) {
    Portfolios portfolios = new Portfolios(prices, kernel.ids());
    wiring
        .command(ConnectBroker.class, new ConnectBrokerHandler(settings, kernel.ids()))
        .command(DisconnectBroker.class, new DisconnectBrokerHandler(portfolios))
        .command(PlaceOrder.class, new PlaceOrderHandler(portfolios, market, kernel.ids()))
        .command(CancelOrder.class, new CancelOrderHandler(portfolios))
        .command(MatchTicks.class, new MatchTicksHandler(portfolios))
        .query(GetAccount.class, new GetAccountHandler(prices))
        .query(GetConnection.class, new GetConnectionHandler())
        .query(ListConnections.class, new ListConnectionsHandler())
        .query(GetOrder.class, new GetOrderHandler())
        .query(ListOrders.class, new ListOrdersHandler())
        .query(ListExecutions.class, new ListExecutionsHandler())
        .query(GetPosition.class, new GetPositionHandler(market, prices))
        .query(ListPositions.class, new ListPositionsHandler(prices));
  }

  private static void delegates(Kernel kernel, Wiring wiring) {
    var commands = kernel.commands();
    var queries = kernel.queries();
    var callers = kernel.callers();
    wiring
        .delegate(new BrokerConnectionsDelegate(commands, queries, callers))
        .delegate(new AccountDelegate(queries, callers))
        .delegate(new OrdersDelegate(commands, queries, callers))
        .delegate(new ExecutionsDelegate(queries, callers))
        .delegate(new PositionsDelegate(queries, callers))
        .delegate(new BrokerModuleDelegate(kernel.info()));
  }

  private static void events(Wiring wiring) {
    wiring
        .event(OrderPlaced.class, "order.placed", EventData::of)
        .event(OrderPartiallyFilled.class, "order.partially-filled", EventData::of)
        .event(OrderFilled.class, "order.filled", EventData::of)
        .event(OrderCancelled.class, "order.cancelled", EventData::of)
        .event(OrderRejected.class, "order.rejected", EventData::of)
        .event(ExecutionCreated.class, "execution.created", EventData::of)
        .event(PositionOpened.class, "position.opened", EventData::of)
        .event(PositionUpdated.class, "position.updated", EventData::of)
        .event(PositionClosed.class, "position.closed", EventData::of)
        .event(AccountUpdated.class, "account.updated", EventData::of)
        .event(BrokerConnectionEstablished.class, "broker-connection.established", EventData::of)
        .event(BrokerConnectionDisconnected.class, "broker-connection.disconnected", EventData::of);
  }

  private static void topics(Wiring wiring, Snapshots snapshots) {
    topic(wiring, new UserTopic(OrderEvent.TOPIC, snapshots));
    topic(wiring, new UserTopic(ExecutionCreated.TOPIC, snapshots));
    topic(wiring, new UserTopic(PositionEvent.TOPIC, snapshots));
    topic(wiring, new UserTopic(AccountUpdated.TOPIC, snapshots));
    topic(wiring, new UserTopic(ConnectionEvent.TOPIC, snapshots));
  }

  private static void topic(Wiring wiring, UserTopic topic) {
    wiring.topic(topic.name(), topic);
  }
}
