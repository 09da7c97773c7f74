package dev.parley.examples;

import dev.parley.client.ParleyClient;
import dev.parley.client.api.ExecutionsApi.ListExecutionsParams;
import dev.parley.client.error.ConflictException;
import dev.parley.client.model.BrokerAuthMethod;
import dev.parley.client.model.BrokerEnvironment;
import dev.parley.client.model.ConnectBrokerRequest;
import dev.parley.client.model.Order;
import dev.parley.client.model.OrderSide;
import dev.parley.client.model.OrderType;
import dev.parley.client.model.PlaceOrderRequest;
import dev.parley.client.ws.ParleyStreams;
import dev.parley.client.ws.broker.OrderFilled;
import dev.parley.client.ws.broker.OrdersEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Buys half a bitcoin with play money. Arguments: address of the server, user name, password. */
public final class BuyBitcoin {
  private static final ConnectBrokerRequest PAPER =
      ConnectBrokerRequest.builder()
          .broker("paper")
          .environment(BrokerEnvironment.PAPER)
          .method(BrokerAuthMethod.API_KEY)
          .build();
  private static final PlaceOrderRequest HALF_A_BITCOIN =
      PlaceOrderRequest.builder()
          .symbol("BTC-USD")
          .side(OrderSide.BUY)
          .type(OrderType.MARKET)
          .quantity(new BigDecimal("0.5"))
          .build();

  private BuyBitcoin() {}

  public static void main(String[] args) throws InterruptedException {
    try (ParleyClient client =
            ParleyClient.builder().baseUrl(args[0]).credentials(args[1], args[2]).build();
        ParleyStreams streams = ParleyStreams.connect(client)) {
      try {
        System.out.println("connected: " + client.brokerConnections().connectBroker(PAPER).name());
      } catch (ConflictException connectedBefore) {
        System.out.println("connected before");
      }
      BlockingQueue<OrdersEvent> events = new LinkedBlockingQueue<>();
      var orders = streams.broker().orders(events::add).awaitReady(Duration.ofSeconds(10));
      Order order = client.orders().placeOrder(HALF_A_BITCOIN);
      OrdersEvent event;
      do {
        event = Objects.requireNonNull(events.poll(5, TimeUnit.MINUTES), "not filled in time");
        System.out.println("event: " + event.type() + " " + event.seq());
      } while (!(event instanceof OrderFilled));
      orders.close();
      client
          .executions()
          .listExecutions(new ListExecutionsParams().orderId(order.id()))
          .items()
          .forEach(fill -> System.out.println("fill: " + fill.quantity() + " at " + fill.price()));
      System.out.println("position: " + client.positions().getPosition("BTC-USD").quantity());
      System.out.println("cash: " + client.account().getAccount().cash());
    }
  }
}
