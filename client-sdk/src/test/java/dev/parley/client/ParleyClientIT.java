package dev.parley.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.client.FakeParley.Answer;
import dev.parley.client.FakeParley.Request;
import dev.parley.client.api.AccountApi;
import dev.parley.client.api.OrdersApi;
import dev.parley.client.error.ApiException;
import dev.parley.client.error.CallTimeoutException;
import dev.parley.client.error.ConnectionException;
import dev.parley.client.error.NotFoundException;
import dev.parley.client.error.PermissionDeniedException;
import dev.parley.client.error.RateLimitedException;
import dev.parley.client.error.ServerErrorException;
import dev.parley.client.error.SignedOutException;
import dev.parley.client.error.UnauthenticatedException;
import dev.parley.client.error.UnexpectedAnswerException;
import dev.parley.client.error.ValidationException;
import dev.parley.client.model.Account;
import dev.parley.client.model.ErrorCode;
import dev.parley.client.model.Order;
import dev.parley.client.model.OrderSide;
import dev.parley.client.model.OrderStatus;
import dev.parley.client.model.OrderType;
import dev.parley.client.model.PlaceOrderRequest;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The runtime against real HTTP on the loopback. */
@Timeout(60)
class ParleyClientIT {
  private static final String ACCOUNT = "GET /api/v1/broker/account";
  private static final String ORDERS = "POST /api/v1/broker/orders";
  private static final String LOGIN = "POST /api/v1/auth/login";
  private static final String REFRESH = "POST /api/v1/auth/refresh";
  private static final String ACCOUNT_JSON =
      """
      {"id":"0193a6a0-3f5e-7c11-9a54-0d9b6f1f7a02","currency":"USD","cash":"100000.000000000000000001",
       "reservedCash":"0","buyingPower":"1","positionsValue":"0","equity":"1","realisedPnl":"-0.10",
       "unrealisedPnl":"0","maxOrderQuantity":"10000","createdAt":"2026-11-21T12:00:00.123456Z",
       "updatedAt":"2026-11-21T12:00:00Z","version":1,"comesWithTheNextRelease":[1,2]}""";
  private static final String ORDER_JSON =
      """
      {"id":"0193a6a0-3f5e-7c11-9a54-0d9b6f1f7a03","connectionId":"0193a6a0-3f5e-7c11-9a54-0d9b6f1f7a01",
       "clientOrderId":null,"symbol":"BTC-USD","side":"buy","type":"market","timeInForce":"gtc","quantity":"0.5",
       "status":"paused_by_the_moon","filledQuantity":"0","remainingQuantity":"0.5","reservedCash":"0",
       "createdAt":"2026-11-21T12:00:00Z","updatedAt":"2026-11-21T12:00:00Z","version":1}""";
  private static final PlaceOrderRequest BUY =
      PlaceOrderRequest.builder()
          .symbol("BTC-USD")
          .side(OrderSide.BUY)
          .type(OrderType.MARKET)
          .quantity(new BigDecimal("1E-7"))
          .build();

  private final FakeParley server = new FakeParley();
  private final ParleyClient client =
      ParleyClient.builder().baseUrl(server.url()).credentials("ada", "secret").build();

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void signsInAtTheFirstCallAndReadsExactDecimals() {
    server.on(ACCOUNT, request -> Answer.json(200, ACCOUNT_JSON));

    Account account = client.account().getAccount();

    assertThat(account.cash()).isEqualTo(new BigDecimal("100000.000000000000000001"));
    assertThat(account.realisedPnl()).isEqualTo(new BigDecimal("-0.10"));
    assertThat(account.createdAt()).isEqualTo("2026-11-21T12:00:00.123456Z");
    Request login = server.requests.get(0);
    assertThat(login.line()).isEqualTo(LOGIN);
    assertThat(login.header("Authorization")).isEmpty();
    assertThat(login.header("X-device-id")).matches("[0-9a-f]{32}");
    Request read = server.requests.get(1);
    assertThat(read.header("Authorization")).isEqualTo("Bearer access-1");
    assertThat(read.header("X-device-id")).isEqualTo(login.header("X-device-id"));
    assertThat(client.tokens().refreshToken()).contains("refresh-1");
  }

  @Test
  void speaksPlainHttp11() {
    server.on(ORDERS, request -> Answer.json(201, ORDER_JSON));

    Order unused = client.orders().placeOrder(BUY);

    assertThat(server.requests)
        .allSatisfy(
            request ->
                assertThat(request.headers()).doesNotContainKeys("Upgrade", "Http2-settings"));
  }

  @Test
  void writesPlainDecimalsAndReadsUnknownEnumValues() {
    server.on(ORDERS, request -> Answer.json(201, ORDER_JSON));

    Order order = client.orders().placeOrder(BUY);

    assertThat(order.status()).isEqualTo(OrderStatus.UNKNOWN);
    assertThat(server.requests.get(1).body())
        .isEqualTo(
            "{\"symbol\":\"BTC-USD\",\"side\":\"buy\",\"type\":\"market\",\"quantity\":\"0.0000001\"}");
  }

  @Test
  void fiftyThreadsShareOneLoginAndOneRefresh() throws Exception {
    server.on(
        LOGIN,
        request -> {
          Thread.sleep(50);
          return server.nextPair(300);
        });
    server.on(
        REFRESH,
        request -> {
          Thread.sleep(50);
          return server.nextPair(300);
        });
    server.on(
        ACCOUNT,
        request ->
            request.header("Authorization").equals("Bearer access-2")
                ? Answer.json(200, ACCOUNT_JSON)
                : Answer.problem(401, "UNAUTHENTICATED"));
    int threads = 50;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<Future<Account>> reads = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        reads.add(
            pool.submit(
                () -> {
                  start.await();
                  return client.account().getAccount();
                }));
      }
      start.countDown();
      for (Future<Account> read : reads) {
        assertThat(read.get(30, SECONDS).currency()).isEqualTo("USD");
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(server.count(LOGIN)).isEqualTo(1);
    assertThat(server.count(REFRESH)).isEqualTo(1);
    assertThat(server.count(ACCOUNT)).isLessThanOrEqualTo(2 * threads);
  }

  @Test
  void tries401OnceMoreWithANewTokenAndNoMore() {
    server.on(ACCOUNT, request -> Answer.problem(401, "UNAUTHENTICATED"));

    assertThatThrownBy(() -> client.account().getAccount())
        .isInstanceOf(UnauthenticatedException.class);

    assertThat(server.count(ACCOUNT)).isEqualTo(2);
    assertThat(server.count(REFRESH)).isEqualTo(1);
  }

  @Test
  void refreshesBeforeTheTokenEnds() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T22:00:00Z"));
    server.on(ACCOUNT, request -> Answer.json(200, ACCOUNT_JSON));
    try (ParleyClient clocked =
        ParleyClient.builder()
            .baseUrl(server.url())
            .credentials("ada", "secret")
            .clock(now::get)
            .build()) {
      Account first = clocked.account().getAccount();
      now.updateAndGet(time -> time.plusSeconds(269));
      Account second = clocked.account().getAccount();
      now.updateAndGet(time -> time.plusSeconds(1));
      Account third = clocked.account().getAccount();

      assertThat(List.of(second, third)).containsOnly(first);
      assertThat(clocked.tokens().expiresAt()).contains(Instant.parse("2026-11-21T22:09:30Z"));
    }

    assertThat(
            server.requests.stream()
                .filter(request -> request.line().equals(ACCOUNT))
                .map(request -> request.header("Authorization")))
        .containsExactly("Bearer access-1", "Bearer access-1", "Bearer access-2");
    assertThat(server.count(REFRESH)).isEqualTo(1);
  }

  @Test
  void keepsATokenThatStillWorksWhenTheEarlyRefreshBreaks() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T22:00:00Z"));
    server.on(ACCOUNT, request -> Answer.json(200, ACCOUNT_JSON));
    server.on(REFRESH, request -> Answer.problem(500, "INTERNAL_ERROR"));
    try (ParleyClient clocked =
        ParleyClient.builder()
            .baseUrl(server.url())
            .credentials("ada", "secret")
            .clock(now::get)
            .build()) {
      Account first = clocked.account().getAccount();
      now.updateAndGet(time -> time.plusSeconds(280));

      assertThat(clocked.account().getAccount()).isEqualTo(first);
      now.updateAndGet(time -> time.plusSeconds(30));
      assertThatThrownBy(() -> clocked.account().getAccount())
          .isInstanceOf(ServerErrorException.class);
    }
  }

  @Test
  void signsInAgainWhenTheSessionIsGone() {
    AtomicInteger reads = new AtomicInteger();
    server.on(REFRESH, request -> Answer.problem(401, "INVALID_REFRESH_TOKEN"));
    server.on(
        ACCOUNT,
        request ->
            reads.incrementAndGet() == 1
                ? Answer.problem(401, "UNAUTHENTICATED")
                : Answer.json(200, ACCOUNT_JSON));

    assertThat(client.account().getAccount().currency()).isEqualTo("USD");

    assertThat(server.count(LOGIN)).isEqualTo(2);
  }

  @Test
  void refusedRefreshWithoutCredentialsIsFinal() {
    server.on(REFRESH, request -> Answer.problem(401, "INVALID_REFRESH_TOKEN"));
    try (ParleyClient resumed =
        ParleyClient.builder()
            .baseUrl(server.url())
            .credentials(Credentials.session("stolen", null))
            .build()) {
      SignedOutException end =
          catchThrowableOfType(SignedOutException.class, () -> resumed.account().getAccount());

      assertThat(end).hasCauseInstanceOf(UnauthenticatedException.class);
      assertThatThrownBy(() -> resumed.account().getAccount())
          .isInstanceOf(SignedOutException.class);
      assertThat(server.requests).hasSize(1);
      assertThat(server.requests.get(0).headers()).doesNotContainKey("X-device-id");
    }
  }

  @Test
  void refusedCredentialsAreATypedErrorAndNotTriedAgain() {
    server.on(LOGIN, request -> Answer.problem(401, "INVALID_CREDENTIALS"));

    assertThatThrownBy(() -> client.account().getAccount()).isInstanceOf(SignedOutException.class);
    assertThatThrownBy(() -> client.account().getAccount()).isInstanceOf(SignedOutException.class);

    assertThat(server.count(LOGIN)).isEqualTo(1);
  }

  @Test
  void brokenRefreshIsTriedAgainByTheNextCall() {
    AtomicInteger logins = new AtomicInteger();
    server.on(
        LOGIN,
        request ->
            logins.incrementAndGet() <= RetryPolicy.defaults().tries()
                ? Answer.problem(500, "INTERNAL_ERROR")
                : server.nextPair(300));
    server.on(ACCOUNT, request -> Answer.json(200, ACCOUNT_JSON));

    assertThatThrownBy(() -> client.account().getAccount())
        .isInstanceOf(ServerErrorException.class);
    assertThat(client.account().getAccount().currency()).isEqualTo("USD");
  }

  @Test
  void changeOfPasswordGoesOnWithTheNewSession() {
    server.on("POST /api/v1/auth/password", request -> server.nextPair(300));
    server.on(ACCOUNT, request -> Answer.json(200, ACCOUNT_JSON));

    var pair =
        client
            .sessions()
            .changePassword(
                dev.parley.client.model.ChangePasswordRequest.builder()
                    .currentPassword("secret")
                    .newPassword("a better secret")
                    .build());
    Account unused = client.account().getAccount();

    assertThat(pair.accessToken()).isEqualTo("access-2");
    assertThat(server.requests.get(2).header("Authorization")).isEqualTo("Bearer access-2");
    assertThat(pair.toString()).doesNotContain("access-2").doesNotContain("refresh-2");
  }

  @Test
  void problemsBecomeTypedExceptions() {
    server.on(ORDERS, request -> Answer.problem(422, "VALIDATION_ERROR"));

    ValidationException failure =
        catchThrowableOfType(ValidationException.class, () -> client.orders().placeOrder(BUY));

    assertThat(failure.status()).isEqualTo(422);
    assertThat(failure.code()).isEqualTo(ErrorCode.VALIDATION_ERROR);
    assertThat(failure.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(failure.errors())
        .singleElement()
        .satisfies(e -> assertThat(e.pointer()).isEqualTo("/quantity"));
    assertThat(failure)
        .hasMessage(
            "placeOrder: 422 VALIDATION_ERROR, D; /quantity must be positive (trace 4bf92f3577b34da6a3ce929d0e0e4736)");
    assertThat(failure.getStackTrace())
        .anyMatch(frame -> frame.getClassName().contains("ParleyClientIT"));
  }

  @Test
  void everyStatusHasItsException() {
    Map<Integer, Class<? extends ApiException>> expected =
        Map.of(
            403, PermissionDeniedException.class,
            404, NotFoundException.class,
            429, RateLimitedException.class,
            500, ServerErrorException.class,
            418, ApiException.class);
    expected.forEach(
        (status, type) -> {
          server.on(
              ACCOUNT,
              request -> Answer.problem(status, "COMES_LATER", Map.of("Retry-After", "17")));
          ApiException failure =
              catchThrowableOfType(ApiException.class, () -> client.account().getAccount());
          assertThat(failure).isExactlyInstanceOf(type);
          assertThat(failure.code()).isEqualTo(ErrorCode.UNKNOWN);
          assertThat(failure.retryAfter()).contains(Duration.ofSeconds(17));
        });
  }

  @Test
  void aGatewaysAnswerIsAProblemToo() {
    server.on(ACCOUNT, request -> new Answer(502, "text/html", "<h1>Bad gateway</h1>", Map.of()));

    ServerErrorException failure =
        catchThrowableOfType(ServerErrorException.class, () -> client.account().getAccount());

    assertThat(failure.code()).isEqualTo(ErrorCode.UNKNOWN);
    assertThat(failure.problem().detail()).isEqualTo("<h1>Bad gateway</h1>");
  }

  @Test
  void answerOutsideTheContractIsSaidSo() {
    server.on(ACCOUNT, request -> Answer.json(200, "{\"currency\":\"USD\"}"));

    assertThatThrownBy(() -> client.account().getAccount())
        .isInstanceOf(UnexpectedAnswerException.class)
        .hasMessageContaining("Account.id is missing");
  }

  @Test
  void repeatsWithTheSameKeyWhileTheFirstIsRunning() {
    AtomicInteger tries = new AtomicInteger();
    server.on(
        ORDERS,
        request ->
            tries.incrementAndGet() < 3
                ? Answer.problem(409, "IDEMPOTENCY_IN_PROGRESS", Map.of("Retry-After", "0"))
                : Answer.json(201, ORDER_JSON));

    Order unused = client.orders().placeOrder(BUY);

    List<String> keys =
        server.requests.stream()
            .filter(request -> request.line().equals(ORDERS))
            .map(request -> request.header("Idempotency-key"))
            .distinct()
            .toList();
    assertThat(tries).hasValue(3);
    assertThat(keys).singleElement().satisfies(key -> assertThat(key).matches("[0-9a-f-]{36}"));
  }

  @Test
  void passesTheCallersKeyAndHeaders() {
    server.on(ORDERS, request -> Answer.json(201, ORDER_JSON));

    Order unused =
        client
            .orders()
            .placeOrder(
                BUY,
                new OrdersApi.PlaceOrderParams()
                    .idempotencyKey("my-key-0001")
                    .header(
                        "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));

    Request sent = server.requests.get(1);
    assertThat(sent.header("Idempotency-key")).isEqualTo("my-key-0001");
    assertThat(sent.header("Traceparent")).startsWith("00-4bf9");
  }

  @Test
  void answersCarryTheirHeaders() {
    server.on(
        ACCOUNT,
        request ->
            new Answer(
                200,
                "application/json",
                ACCOUNT_JSON,
                Map.of("ETag", "\"1\"", "Stream-Position", "account;epoch=e1;seq=41")));

    ApiResponse<Account> answer =
        client.account().getAccountWithResponse(new AccountApi.GetAccountParams());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.etag()).contains("\"1\"");
    assertThat(answer.streamPosition()).contains(new StreamPosition("account", "e1", 41));
  }

  @Test
  void answersInTimeOrNotAtAll() {
    server.on(
        ACCOUNT,
        request -> {
          Thread.sleep(20_000);
          return Answer.json(200, ACCOUNT_JSON);
        });

    assertThatThrownBy(
            () ->
                client
                    .account()
                    .getAccount(new AccountApi.GetAccountParams().timeout(Duration.ofMillis(200))))
        .isInstanceOf(CallTimeoutException.class)
        .hasMessageContaining("getAccount");
  }

  @Test
  void nobodyThereIsAConnectionException() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (ParleyClient lost =
        ParleyClient.builder()
            .baseUrl("http://127.0.0.1:" + port)
            .credentials(Credentials.accessToken("t"))
            .build()) {
      assertThatThrownBy(() -> lost.account().getAccount())
          .isInstanceOf(ConnectionException.class)
          .hasMessageContaining("GET /api/v1/broker/account");
    }
  }

  @Test
  void futuresFailWithTheSameExceptions() {
    CompletableFuture<Account> read = client.async().account().getAccount();

    assertThatThrownBy(() -> read.get(30, SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(NotFoundException.class);
  }

  @Test
  void closedClientRefusesCalls() {
    client.close();

    assertThatThrownBy(() -> client.account().getAccount())
        .isInstanceOf(IllegalStateException.class);
  }
}
