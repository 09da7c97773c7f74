package dev.parley.datafeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.testing.TestDatabase;
import dev.parley.testing.TestServer;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Market data through REST and sockets, on two servers over one database. */
class DatafeedIT {
  private static final TestDatabase DATABASE = TestDatabase.fresh();
  private static final Map<String, String> SETTINGS =
      Map.of("DATAFEED_SPEED", "600", "DATAFEED_TICK", "50ms", "AUTH_KEY_SECRET", "k".repeat(40));
  private static final String TRADES = "trades:BTC-USD";
  private static final String MINUTES = "candles:BTC-USD:1m";

  private static TestServer one;
  private static TestServer two;
  private static String token;

  @BeforeAll
  static void start() {
    one = TestServer.start(DATABASE, SETTINGS, Clock.systemUTC());
    two = TestServer.start(DATABASE, SETTINGS, Clock.systemUTC());
    token = signIn();
  }

  @AfterAll
  static void stop() {
    two.close();
    one.close();
  }

  @Test
  void answersSymbolsCandlesQuotesAndTime() {
    get("/symbols?type=crypto").body("items.symbol", contains("BTC-USD", "ETH-USD"));
    get("/symbols/search?q=apple").body("items.symbol", contains("AAPL"));
    get("/symbols/AAPL").body("recording.records", equalTo(252));
    get("/candles?symbol=BTC-USD&interval=1m&limit=1000").body("items", hasSize(1000));
    get("/candles?symbol=AAPL&interval=1d&from=2020-01-01T00:00:00Z&limit=2")
        .body("items.sourceTime", contains("2013-01-02T00:00:00Z", "2013-01-03T00:00:00Z"))
        .body("items.closed", contains(true, true))
        .body("nextFrom", notNullValue());
    get("/quotes?symbols=ETH-USD,BTC-USD").body("items.symbol", contains("ETH-USD", "BTC-USD"));
    get("/time");
  }

  @Test
  void refusesWhatThereIsNot() {
    problem("/symbols/NOPE", 404, "NOT_FOUND");
    problem("/quotes?symbols=BTC-USD,NOPE", 404, "NOT_FOUND");
    problem("/candles?symbol=AAPL&interval=1h", 422, "INTERVAL_NOT_AVAILABLE");
    problem("/candles?symbol=ETH-USD&interval=1m", 422, "INTERVAL_NOT_AVAILABLE");
    problem("/candles?symbol=ETH-USD&interval=2m", 400, "INVALID_PARAMETER");
    problem("/candles?symbol=ETH-USD&interval=1h&limit=1001", 422, "VALIDATION_ERROR");
    problem("/trades?symbol=BTC-USD&cursor=AAAA", 400, "INVALID_CURSOR");
    one.request().get("/api/v1/datafeed/time").then().statusCode(401);
  }

  @Test
  void goesOnFromAReadWithoutASeam() {
    ValidatableResponse read = get("/trades?symbol=BTC-USD&limit=1");
    String last = read.extract().path("items[0].id");
    String position = read.extract().header("Stream-Position");
    assertThat(position).matches("trades:BTC-USD;epoch=[^;]+;seq=\\d+");
    String[] parts = position.split("[;=]");
    try (Socket socket = new Socket(one.url(), token)) {
      socket.send(
          """
          {"type": "subscribe", "topics": [
            {"topic": "trades:BTC-USD", "since": {"epoch": "%s", "seq": %s}}]}
          """
              .formatted(parts[2], parts[4]));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> socket.frames("trade.executed", TRADES).size() > 20);
      List<String> told =
          socket.frames("trade.executed", TRADES).stream()
              .limit(20)
              .map(frame -> frame.at("/data/trade/id").asText())
              .toList();
      get("/candles?symbol=BTC-USD&interval=1m&limit=1")
          .header("Stream-Position", startsWith(MINUTES + ";epoch="));
      List<String> later = idsBackTo(last);
      List<String> expected = new ArrayList<>(later.subList(later.size() - 20, later.size()));
      Collections.reverse(expected);
      assertThat(told).isEqualTo(expected);
    }
  }

  @Test
  void tellsTheSocketsOfBothServersTheSameTradesAndReplaysOnOneOfThem() {
    try (Socket left = new Socket(one.url(), token);
        Socket right = new Socket(two.url(), token)) {
      for (Socket socket : List.of(left, right)) {
        socket.send(
            """
            {"type": "subscribe", "topics": [
              {"topic": "trades:BTC-USD", "snapshot": true},
              {"topic": "candles:BTC-USD:1m", "snapshot": true}]}
            """);
      }
      await()
          .atMost(Duration.ofSeconds(90))
          .until(
              () ->
                  left.frames("candle.closed", MINUTES).size() > 0
                      && right.frames("candle.closed", MINUTES).size() > 0
                      && left.frames("trade.executed", TRADES).size() > 300
                      && right.frames("trade.executed", TRADES).size() > 300);
      List<String> leftIds = tradeIds(left);
      List<String> rightIds = tradeIds(right);
      assertThat(leftIds).doesNotHaveDuplicates();
      // They joined at slightly different times: compare from a trade that both have seen.
      int onLeft = leftIds.indexOf(rightIds.get(200));
      assertThat(onLeft).isNotNegative();
      int common = Math.min(leftIds.size() - onLeft, rightIds.size() - 200);
      assertThat(rightIds.subList(200, 200 + common))
          .isEqualTo(leftIds.subList(onLeft, onLeft + common));
      for (Socket socket : List.of(left, right)) {
        assertThat(seqs(socket)).as("no number is left out").isEqualTo(consecutive(socket));
      }
    }
    List<String> holders =
        DATABASE
            .jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "SELECT holder FROM platform.lease"
                                + " WHERE name = 'datafeed.replay' AND expires_at > now()")
                        .mapTo(String.class)
                        .list());
    assertThat(holders).hasSize(1);
  }

  /** The trades that came after one, newest first, page by page. */
  private static List<String> idsBackTo(String last) {
    List<String> ids = new ArrayList<>();
    String cursor = "";
    while (!ids.contains(last)) {
      var page = get("/trades?symbol=BTC-USD&limit=100" + cursor).extract();
      ids.addAll(page.<List<String>>path("items.id"));
      cursor = "&cursor=" + page.path("page.nextCursor");
    }
    return ids.subList(0, ids.indexOf(last));
  }

  /** The snapshot's trades, then those told after it: what a client has, in its order. */
  private static List<String> tradeIds(Socket socket) {
    List<String> ids = new ArrayList<>();
    JsonNode snapshot = socket.frames("snapshot", TRADES).getFirst();
    snapshot.at("/data/items").forEach(trade -> ids.add(trade.path("id").asText()));
    for (JsonNode frame : socket.frames("trade.executed", TRADES)) {
      ids.add(frame.at("/data/trade/id").asText());
    }
    return ids;
  }

  private static List<Long> seqs(Socket socket) {
    return socket.frames("trade.executed", TRADES).stream()
        .limit(200)
        .map(frame -> frame.path("seq").asLong())
        .toList();
  }

  /** The numbers that follow the snapshot's. */
  private static List<Long> consecutive(Socket socket) {
    long snapshot = socket.frames("snapshot", TRADES).getFirst().path("seq").asLong();
    return LongStream.rangeClosed(snapshot + 1, snapshot + seqs(socket).size()).boxed().toList();
  }

  private static ValidatableResponse get(String path) {
    return call(path).statusCode(200);
  }

  private static void problem(String path, int status, String code) {
    call(path).statusCode(status).body("code", equalTo(code));
  }

  private static ValidatableResponse call(String path) {
    return one.request()
        .header("Authorization", "Bearer " + token)
        .get("/api/v1/datafeed" + path)
        .then();
  }

  /** The first admin has to change its password before it may do anything else. */
  private static String signIn() {
    String first =
        one.request()
            .contentType(ContentType.JSON)
            .body(Map.of("username", "admin", "password", TestServer.ADMIN_PASSWORD))
            .post("/api/v1/auth/login")
            .then()
            .statusCode(200)
            .extract()
            .path("accessToken");
    return one.request()
        .header("Authorization", "Bearer " + first)
        .contentType(ContentType.JSON)
        .body(
            Map.of(
                "currentPassword",
                TestServer.ADMIN_PASSWORD,
                "newPassword",
                "difference engine no 2"))
        .post("/api/v1/auth/password")
        .then()
        .statusCode(200)
        .extract()
        .path("accessToken");
  }
}
