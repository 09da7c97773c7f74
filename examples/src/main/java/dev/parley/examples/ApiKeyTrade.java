package dev.parley.examples;

import dev.parley.client.Credentials;
import dev.parley.client.ParleyClient;
import dev.parley.client.error.PermissionDeniedException;
import dev.parley.client.error.SignedOutException;
import dev.parley.client.model.CreateApiKeyRequest;
import dev.parley.client.model.NewApiKey;
import dev.parley.client.model.Order;
import dev.parley.client.model.OrderSide;
import dev.parley.client.model.OrderType;
import dev.parley.client.model.PlaceOrderRequest;
import dev.parley.client.ws.ParleyStreams;
import dev.parley.client.ws.StreamListener;
import dev.parley.client.ws.broker.OrdersEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives a program a key that can do no more than trade, lets it place and cancel an order, and
 * takes the key away. Arguments: address of the server, user name, password.
 */
public final class ApiKeyTrade {
  private static final CreateApiKeyRequest TRADER =
      CreateApiKeyRequest.builder()
          .name("Night shift")
          .scopes(List.of("orders:read", "orders:write"))
          .expiresInDays(1)
          .build();
  private static final PlaceOrderRequest FAR_BELOW_THE_MARKET =
      PlaceOrderRequest.builder()
          .symbol("BTC-USD")
          .side(OrderSide.BUY)
          .type(OrderType.LIMIT)
          .quantity(BigDecimal.ONE)
          .limitPrice(BigDecimal.ONE)
          .build();

  private ApiKeyTrade() {}

  public static void main(String[] args) throws InterruptedException {
    try (ParleyClient owner =
        ParleyClient.builder().baseUrl(args[0]).credentials(args[1], args[2]).build()) {
      NewApiKey key = owner.apiKeys().createApiKey(TRADER);
      System.out.println("key: " + String.join(" ", key.scopes()));
      trade(args[0], key.secret(), () -> owner.apiKeys().revokeApiKey(key.id()));
    }
  }

  private static void trade(String server, String secret, Runnable revocation)
      throws InterruptedException {
    try (ParleyClient program =
            ParleyClient.builder().baseUrl(server).credentials(Credentials.apiKey(secret)).build();
        ParleyStreams streams = ParleyStreams.connect(program)) {
      Diary diary = new Diary();
      var unused = streams.broker().orders(diary).awaitReady(Duration.ofSeconds(10));
      Order order = program.orders().placeOrder(FAR_BELOW_THE_MARKET);
      System.out.println(diary.next());
      System.out.println("cancelled: " + program.orders().cancelOrder(order.id()).symbol());
      System.out.println(diary.next());
      try {
        System.out.println("cash: " + program.account().getAccount().cash());
      } catch (PermissionDeniedException noSuchScope) {
        System.out.println("needs: " + noSuchScope.problem().requiredScopes());
      }
      revocation.run();
      System.out.println(diary.next());
    }
  }

  /** What the stream of orders says, line by line. */
  private static final class Diary implements StreamListener<OrdersEvent> {
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Override
    public void onEvent(OrdersEvent event) {
      lines.add("event: " + event.type());
    }

    @Override
    public void onClosed(@Nullable Throwable error) {
      lines.add(error instanceof SignedOutException ? "streams: the key is refused" : "" + error);
    }

    String next() throws InterruptedException {
      return Objects.requireNonNull(lines.poll(1, TimeUnit.MINUTES), "nothing happened in time");
    }
  }
}
