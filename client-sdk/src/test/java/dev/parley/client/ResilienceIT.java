package dev.parley.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.client.api.InvitationsApi;
import dev.parley.client.api.OrdersApi;
import dev.parley.client.api.ServerApi.GetHealthParams;
import dev.parley.client.error.CallTimeoutException;
import dev.parley.client.error.ConnectionException;
import dev.parley.client.error.RateLimitedException;
import dev.parley.client.error.ServerErrorException;
import dev.parley.client.model.CreateInvitationRequest;
import dev.parley.client.model.Order;
import dev.parley.client.model.OrderSide;
import dev.parley.client.model.OrderType;
import dev.parley.client.model.PlaceOrderRequest;
import dev.parley.client.model.ServerHealth;
import dev.parley.client.model.UserRole;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls over connections that break, stall and refuse. */
@Timeout(60)
class ResilienceIT {
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final String TYPE = "Content-Type: application/json\r\n";
  private static final FaultyServer.Script HEALTHY =
      FaultyServer.answer(200, TYPE, "{\"status\":\"healthy\",\"db\":\"connected\"}");
  private static final FaultyServer.Script PLACED =
      FaultyServer.answer(
          201,
          TYPE,
          """
          {"id":"0193a6a0-3f5e-7c11-9a54-0d9b6f1f7a03","connectionId":"0193a6a0-3f5e-7c11-9a54-0d9b6f1f7a01",
           "symbol":"BTC-USD","side":"buy","type":"market","timeInForce":"gtc","quantity":"1","status":"open",
           "filledQuantity":"0","remainingQuantity":"1","reservedCash":"0","createdAt":"2026-11-21T12:00:00Z",
           "updatedAt":"2026-11-21T12:00:00Z","version":1}""");
  private static final PlaceOrderRequest BUY =
      PlaceOrderRequest.builder()
          .symbol("BTC-USD")
          .side(OrderSide.BUY)
          .type(OrderType.MARKET)
          .quantity(BigDecimal.ONE)
          .build();
  private static final CreateInvitationRequest INVITATION =
      CreateInvitationRequest.builder().role(UserRole.USER).build();

  private FaultyServer server;
  private ParleyClient client;

  private void serve(FaultyServer.Script... scripts) {
    server = new FaultyServer(scripts);
    client = builder().build();
  }

  private ParleyClient.Builder builder() {
    return builder(Credentials.accessToken("t"));
  }

  private ParleyClient.Builder builder(Credentials credentials) {
    return ParleyClient.builder()
        .baseUrl(server.url())
        .credentials(credentials)
        .retries(RetryPolicy.defaults().delay(Duration.ofMillis(1), Duration.ofMillis(5)));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private List<String> keys() {
    return server.heads.stream()
        .map(head -> head.replaceFirst("(?s).*Idempotency-Key: (\\S+).*", "$1"))
        .distinct()
        .toList();
  }

  /** Waits for what a thread of the server or of the HTTP client will do. */
  private static void until(BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + SECONDS.toNanos(20);
    while (!done.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      Thread.sleep(5);
    }
  }

  @Test
  void readsAreRepeatedWhateverPartOfTheAnswerIsLost() {
    serve(FaultyServer.cut(), FaultyServer.cutMidBody(), HEALTHY);

    assertThat(client.server().getHealth().db()).isNotNull();
    assertThat(server.heads).hasSize(3);
  }

  @Test
  void anOrderIsRepeatedWithItsKey() {
    serve(
        FaultyServer.cutMidBody(),
        FaultyServer.answer(500, TYPE, "{}"),
        FaultyServer.answer(503, "Retry-After: 0\r\n", "busy"),
        PLACED);

    Order order = client.orders().placeOrder(BUY);

    assertThat(order.symbol()).isEqualTo("BTC-USD");
    assertThat(server.heads).hasSize(4);
    assertThat(keys()).singleElement().satisfies(key -> assertThat(key).matches("[0-9a-f-]{36}"));
  }

  @Test
  void aPostWithoutAKeyIsNotRepeatedOnceItMayHaveBeenActedOn() {
    serve(FaultyServer.cut());

    assertThatThrownBy(() -> client.invitations().createInvitation(INVITATION))
        .isInstanceOf(ConnectionException.class);
    assertThat(server.heads).hasSize(1);
  }

  @Test
  void aPostWithoutAKeyIsRepeatedIfTheCallerSaysSo() {
    serve(FaultyServer.cut(), FaultyServer.answer(502, "", ""), FaultyServer.cut());

    assertThatThrownBy(
            () ->
                client
                    .invitations()
                    .createInvitation(
                        INVITATION, new InvitationsApi.CreateInvitationParams().repeatable()))
        .isInstanceOf(ConnectionException.class);
    assertThat(server.heads).hasSize(4);
  }

  @Test
  void whatNeverReachedTheServerIsRepeatedWhateverItIs() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    serve(HEALTHY);
    try (ParleyClient lost =
        builder()
            .baseUrl("http://127.0.0.1:" + port)
            .retries(
                RetryPolicy.defaults()
                    .tries(1000)
                    .delay(Duration.ofMillis(50), Duration.ofMillis(50)))
            .build()) {
      CompletableFuture<?> invitation = lost.async().invitations().createInvitation(INVITATION);
      Thread.sleep(200);
      assertThat(invitation).isNotDone();
      try (ServerSocket late = new ServerSocket(port)) {
        late.setSoTimeout(20_000);
        try (Socket first = late.accept()) {
          assertThat(first.getInputStream().read()).isEqualTo('P');
        }
      }
      assertThatThrownBy(() -> invitation.get(30, SECONDS)).isInstanceOf(ExecutionException.class);
    }
  }

  @Test
  void waitsAsLongAsTheServerAsks() {
    serve(
        FaultyServer.answer(429, "Retry-After: 1\r\n", ""),
        FaultyServer.answer(
            503,
            "Date: Sun, 22 Nov 2026 10:00:00 GMT\r\nRetry-After: Sun, 22 Nov 2026 10:00:01 GMT\r\n",
            ""),
        HEALTHY);
    long start = System.nanoTime();

    ServerHealth health = client.server().getHealth();

    assertThat(health.status()).isNotNull();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(2));
  }

  @Test
  void saysAtOnceThatTheWaitWouldBeTooLong() {
    serve(FaultyServer.answer(429, "Retry-After: 42\r\n", ""));

    RateLimitedException limited =
        catchThrowableOfType(RateLimitedException.class, () -> client.orders().placeOrder(BUY));

    assertThat(limited.retryAfter()).contains(Duration.ofSeconds(42));
    assertThat(server.heads).hasSize(1);
  }

  @Test
  void noPauseGoesBeyondTheTimeOfTheCall() {
    serve(FaultyServer.answer(429, "Retry-After: 5\r\n", ""));
    long start = System.nanoTime();

    assertThatThrownBy(
            () -> client.server().getHealth(new GetHealthParams().timeout(Duration.ofSeconds(3))))
        .isInstanceOf(RateLimitedException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    assertThat(server.heads).hasSize(1);
  }

  @Test
  void eachTryHasItsTimeAndTheCallHasIts() {
    serve(FaultyServer.hang(), FaultyServer.stall(), HEALTHY);
    assertThat(client.server().getHealth(new GetHealthParams().tryTimeout(SHORT)).db()).isNotNull();
    assertThat(server.heads).hasSize(3);

    client.close();
    server.close();
    serve(FaultyServer.stall());
    assertThatThrownBy(
            () ->
                client
                    .server()
                    .getHealth(
                        new GetHealthParams().tryTimeout(SHORT).timeout(SHORT.multipliedBy(2))))
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageContaining("getHealth: GET /health");
    assertThat(server.heads).hasSizeBetween(2, 3);
  }

  @Test
  void theTimeOfACallHoldsForSigningInToo() {
    server = new FaultyServer(FaultyServer.hang());
    client =
        ParleyClient.builder()
            .baseUrl(server.url())
            .credentials("ada", "secret")
            .callTimeout(SHORT)
            .build();

    assertThatThrownBy(() -> client.orders().placeOrder(BUY))
        .isInstanceOf(CallTimeoutException.class);
  }

  @Test
  void retriesCanBeTurnedOffForOneCall() {
    serve(FaultyServer.answer(503, "Retry-After: 0\r\n", ""), HEALTHY);

    assertThatThrownBy(
            () ->
                client
                    .orders()
                    .placeOrder(BUY, new OrdersApi.PlaceOrderParams().retries(RetryPolicy.none())))
        .isInstanceOf(ServerErrorException.class);
    assertThat(server.heads).hasSize(1);
  }

  @Test
  void cancellingAFutureEndsTheRequest() throws Exception {
    serve(FaultyServer.hang());
    CompletableFuture<ServerHealth> health = client.async().server().getHealth();
    until(() -> server.heads.size() == 1);

    health.cancel(true);

    until(() -> server.gone.size() == 1);
    Thread.sleep(50);
    assertThat(server.heads).hasSize(1);
  }

  @Test
  void interruptingAWaitingThreadEndsTheRequest() throws Exception {
    serve(FaultyServer.hang());
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                client.server().getHealth();
              } catch (ConnectionException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
              }
            });
    caller.start();
    until(() -> server.heads.size() == 1);

    caller.interrupt();
    caller.join(20_000);

    assertThat(thrown.get()).hasMessageContaining("interrupted");
    assertThat(flag).hasValue(true);
    until(() -> server.gone.size() == 1);
  }

  @Test
  void closingEndsWhatIsUnderWay() throws Exception {
    serve(FaultyServer.hang());
    CompletableFuture<ServerHealth> health = client.async().server().getHealth();
    until(() -> server.heads.size() == 1);

    client.close();

    assertThatThrownBy(() -> health.get(20, SECONDS))
        .hasCauseInstanceOf(ConnectionException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void clientsShareAnHttpClientAndLeaveItOpen() throws IOException {
    serve(HEALTHY);
    HttpClient shared = HttpClient.newHttpClient();
    for (int i = 0; i < 3; i++) {
      try (ParleyClient one = builder().httpClient(shared).build()) {
        assertThat(one.httpClient()).isSameAs(shared);
        assertThat(one.server().getHealth().db()).isNotNull();
      }
    }

    assertThat(server.heads)
        .hasSize(3)
        .allSatisfy(head -> assertThat(head).doesNotContain("Upgrade"));
    assertThatThrownBy(
            () ->
                builder()
                    .httpClient(
                        HttpClient.newBuilder()
                            .followRedirects(HttpClient.Redirect.ALWAYS)
                            .build()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRefreshWhoseAnswerIsLostIsRepeated() {
    String pair =
        """
        {"accessToken":"a2","tokenType":"Bearer","expiresIn":300,"refreshToken":"r2","refreshExpiresIn":86400,
         "scope":"orders:read","mustChangePassword":false,"sessionId":"018f2f2e-8f3a-7c11-9d5b-2f6f0a4f1c11"}""";
    server =
        new FaultyServer(FaultyServer.cutMidBody(), FaultyServer.answer(200, TYPE, pair), PLACED);
    client = builder(Credentials.session("r1", "device-0000000000000000000")).build();

    String token = client.tokens().access().join();

    assertThat(token).isEqualTo("a2");
    assertThat(server.heads)
        .hasSize(2)
        .allSatisfy(head -> assertThat(head).startsWith("POST /api/v1/auth/refresh"));
  }
}
