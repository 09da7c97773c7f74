package dev.parley.broker.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.testing.TestServer;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The broker from the outside: a whole server, real HTTP, trades that come by themselves. */
class BrokerHttpIT {
  private static final String CONNECTIONS = "/api/v1/broker/connections";
  private static final String ORDERS = "/api/v1/broker/orders";
  private static final Map<String, String> PAPER =
      Map.of("broker", "paper", "environment", "paper", "method", "api_key");
  private static final Map<String, String> LOW =
      Map.of(
          "symbol",
          "BTC-USD",
          "side",
          "buy",
          "type",
          "limit",
          "quantity",
          "0.5",
          "limitPrice",
          "100");
  private static final AtomicInteger USERS = new AtomicInteger();

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(Map.of("AUTH_REGISTRATION", "open", "DATAFEED_SPEED", "600"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void buysFromTheRecordedMarket() {
    String token = trader();
    String order =
        as(token)
            .body(Map.of("symbol", "BTC-USD", "side", "buy", "type", "market", "quantity", "0.25"))
            .post(ORDERS)
            .then()
            .statusCode(201)
            .header("Location", matchesPattern(ORDERS + "/[0-9a-f-]{36}"))
            .header("ETag", "\"1\"")
            .body("status", equalTo("open"))
            .body("timeInForce", equalTo("gtc"))
            .body("limitPrice", nullValue())
            .extract()
            .path("id");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get(token, ORDERS + "/" + order).getString("status").equals("filled"));

    JsonPath executions = get(token, "/api/v1/broker/executions?orderId=" + order);
    BigDecimal paid = BigDecimal.ZERO;
    BigDecimal bought = BigDecimal.ZERO;
    for (Map<String, String> execution : executions.<Map<String, String>>getList("items")) {
      paid = paid.add(new BigDecimal(execution.get("amount")));
      bought = bought.add(new BigDecimal(execution.get("quantity")));
    }
    assertThat(bought).isEqualByComparingTo("0.25");
    JsonPath account = get(token, "/api/v1/broker/account");
    assertThat(new BigDecimal(account.getString("cash")))
        .isEqualByComparingTo(new BigDecimal("100000").subtract(paid));
    assertThat(account.getString("reservedCash")).isEqualTo("0");
    as(token)
        .get("/api/v1/broker/positions/BTC-USD")
        .then()
        .statusCode(200)
        .header("Stream-Position", startsWith("positions;epoch="))
        .body("quantity", equalTo("0.25"));
    as(token).get("/api/v1/broker/positions").then().body("items", hasSize(1));
  }

  @Test
  void cancelsWhatTheClientHasSeen() {
    String token = trader();
    String order = as(token).body(LOW).post(ORDERS).then().statusCode(201).extract().path("id");
    String cancel = ORDERS + "/" + order + "/cancel";
    problem(as(token).header("If-Match", "\"7\"").post(cancel).then(), 412, "PRECONDITION_FAILED");
    as(token)
        .header("If-Match", "\"1\"")
        .post(cancel)
        .then()
        .statusCode(200)
        .header("ETag", "\"2\"")
        .body("status", equalTo("cancelled"))
        .body("reason", equalTo("requested"));
    problem(as(token).post(cancel).then(), 409, "ORDER_NOT_ACTIVE");
  }

  @Test
  void repeatsTheAnswerToARepeatedRequest() {
    String token = trader();
    String key = UUID.randomUUID().toString();
    String first = keyed(token, key).post(ORDERS).then().statusCode(201).extract().asString();
    String again = keyed(token, key).post(ORDERS).then().statusCode(201).extract().asString();

    assertThat(again).isEqualTo(first);
    as(token)
        .get(ORDERS + "?includeTotal=true&status=active")
        .then()
        .body("page.total", equalTo(1))
        .body("items", hasSize(1));
    Map<String, String> other = Map.of("broker", "x", "environment", "paper", "method", "oauth");
    problem(as(token).body(other).post(CONNECTIONS).then(), 422, "UNSUPPORTED_BROKER");
  }

  @Test
  void refusesWhatBreaksTheContractOrARule() {
    String token = trader();
    problem(as(token).body(PAPER).post(CONNECTIONS).then(), 409, "DUPLICATE_RESOURCE");
    problem(order(token, "quantity", "0"), 422, "VALIDATION_ERROR")
        .body("errors.pointer", hasItems("/quantity"));
    problem(order(token, "symbol", "btc-usd"), 422, "VALIDATION_ERROR")
        .body("errors.pointer", hasItems("/symbol"));
    problem(order(token, "symbol", "NOPE"), 422, "VALIDATION_ERROR")
        .body("errors.pointer", hasItems("/symbol"));
    problem(order(token, "quantity", "10001"), 422, "RISK_LIMIT_EXCEEDED");
    problem(order(token, "quantity", "10000"), 422, "INSUFFICIENT_FUNDS");
    problem(order(token, "side", "sell"), 422, "INSUFFICIENT_POSITION");
    problem(as(token).get(ORDERS + "?cursor=forged").then(), 400, "INVALID_CURSOR");
    problem(as(token).get(ORDERS + "?limit=101").then(), 422, "VALIDATION_ERROR");
    problem(as(token).get(ORDERS + "?status=late").then(), 400, "INVALID_PARAMETER");
    problem(as(user()).body(LOW).post(ORDERS).then(), 409, "BROKER_NOT_CONNECTED");
    problem(server.request().get(ORDERS).then(), 401, "UNAUTHENTICATED");
  }

  @Test
  void keepsUsersApart() {
    String ann = trader();
    String bob = trader();
    String order = as(ann).body(LOW).post(ORDERS).then().extract().path("id");

    problem(as(bob).get(ORDERS + "/" + order).then(), 403, "PERMISSION_DENIED");
    problem(as(bob).post(ORDERS + "/" + order + "/cancel").then(), 403, "PERMISSION_DENIED");
    problem(as(bob).get(ORDERS + "/" + UUID.randomUUID()).then(), 404, "NOT_FOUND");
    as(bob).get(ORDERS).then().statusCode(200).body("items", hasSize(0));
  }

  @Test
  void disconnectsAndTellsOnRequestOnly() {
    String token = trader();
    String id = get(token, CONNECTIONS).getString("items[0].id");
    as(token).delete(CONNECTIONS + "/" + id).then().statusCode(204);

    as(token).get(CONNECTIONS).then().body("items", hasSize(0));
    as(token)
        .get(CONNECTIONS + "?includeDisconnected=true")
        .then()
        .body("items.status", hasItems("disconnected"));
    problem(as(token).delete(CONNECTIONS + "/" + id).then(), 409, "CONFLICT");
  }

  @Test
  void streamsEveryChangeAfterWhatWasRead() throws Exception {
    String token = trader();
    String position = as(token).get(ORDERS).then().extract().header("Stream-Position");
    as(token).body(LOW).post(ORDERS).then().statusCode(201);
    String epoch = position.replaceAll(".*epoch=([^;]+).*", "$1");
    long seq = Long.parseLong(position.replaceAll(".*seq=([0-9]+).*", "$1"));
    BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .subprotocols("parley.v1")
            .header("Authorization", "Bearer " + token)
            .buildAsync(
                URI.create(server.url().replace("http", "ws") + "/api/v1/broker/ws"),
                new Frames(frames))
            .get(10, TimeUnit.SECONDS);
    socket
        .sendText(
            """
            {"type":"subscribe","topics":[
              {"topic":"orders","since":{"epoch":"%s","seq":%d}},
              {"topic":"account","snapshot":true}]}
            """
                .formatted(epoch, seq),
            true)
        .get(10, TimeUnit.SECONDS);

    JsonNode placed = next(frames, "order.placed");
    assertThat(placed.at("/seq").asLong()).isEqualTo(seq + 1);
    assertThat(placed.at("/data/order/status").asText()).isEqualTo("open");
    assertThat(next(frames, "snapshot").at("/data/items/0/reservedCash").asText()).isEqualTo("50");
    as(token)
        .post(ORDERS + "/" + placed.at("/data/order/id").asText() + "/cancel")
        .then()
        .statusCode(200);
    List<JsonNode> both = List.of(next(frames, "order.cancelled"), next(frames, "account.updated"));
    assertThat(both.getFirst().at("/seq").asLong()).isEqualTo(seq + 2);
    assertThat(both.getLast().at("/data/account/reservedCash").asText()).isEqualTo("0");
    socket.abort();
  }

  /** The next frame of a type; those of other types keep their place, topics have no order. */
  private static JsonNode next(BlockingQueue<JsonNode> frames, String type) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> frames.stream().anyMatch(frame -> type.equals(frame.at("/type").asText())));
    JsonNode found =
        frames.stream()
            .filter(frame -> type.equals(frame.at("/type").asText()))
            .findFirst()
            .orElseThrow();
    frames.remove(found);
    return found;
  }

  private static ValidatableResponse order(String token, String field, String value) {
    Map<String, String> body = new HashMap<>(LOW);
    body.put(field, value);
    return as(token).body(body).post(ORDERS).then();
  }

  private static ValidatableResponse problem(
      ValidatableResponse response, int status, String code) {
    return response
        .statusCode(status)
        .contentType("application/problem+json")
        .body("code", equalTo(code))
        .body("status", equalTo(status));
  }

  private static RequestSpecification keyed(String token, String key) {
    return as(token).header("Idempotency-Key", key).body(LOW);
  }

  private static JsonPath get(String token, String path) {
    return as(token).get(path).then().statusCode(200).extract().jsonPath();
  }

  private static RequestSpecification as(String token) {
    return server
        .request()
        .contentType(ContentType.JSON)
        .header("Authorization", "Bearer " + token);
  }

  /** The access token of a new user who has connected the paper broker. */
  private static String trader() {
    String token = user();
    as(token).body(PAPER).post(CONNECTIONS).then().statusCode(201).header("ETag", "\"1\"");
    return token;
  }

  private static String user() {
    String name = "trader" + USERS.incrementAndGet();
    String password = "analytical engine no 1";
    server
        .request()
        .contentType(ContentType.JSON)
        .body(
            Map.of(
                "email",
                name + "@example.com",
                "username",
                name,
                "fullName",
                "Ada Lovelace",
                "password",
                password))
        .post("/api/v1/auth/register")
        .then()
        .statusCode(201);
    return server
        .request()
        .contentType(ContentType.JSON)
        .body(Map.of("username", name, "password", password))
        .post("/api/v1/auth/login")
        .then()
        .statusCode(200)
        .extract()
        .path("accessToken");
  }

  /** Collects whole text frames as JSON. */
  private static final class Frames implements WebSocket.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final StringBuilder text = new StringBuilder();
    private final BlockingQueue<JsonNode> frames;

    Frames(BlockingQueue<JsonNode> frames) {
      this.frames = frames;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        try {
          frames.add(JSON.readTree(text.toString()));
        } catch (IOException broken) {
          throw new IllegalStateException("not JSON: " + text, broken);
        }
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
