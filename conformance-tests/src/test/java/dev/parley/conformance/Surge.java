package dev.parley.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.ws.Socket;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * A market order that cannot be paid for. That takes a price that rises by more than the 5 % which
 * an order reserves beyond the last price, from one trade to the next. It happened: Apple closed at
 * 467.41 on Friday, 20 September 2013, and opened at 496.10 on Monday. The recording is laid a year
 * back by whole weeks and played round after round, so there is a speed at which that Monday comes
 * some minutes after a given time; the run's server plays bars at that speed.
 */
final class Surge {
  private static final Duration ROUND = Duration.ofDays(52 * 7);
  private static final Duration WEEKEND = Duration.ofDays(2);
  private static final Duration WINDOW = Duration.ofSeconds(60);
  private static final Instant BEGIN = Instant.parse("2013-01-02T00:00:00Z");
  private static final Instant MONDAY = Instant.parse("2013-09-23T00:00:00Z");
  private static final String SYMBOL = "AAPL";
  private static final BigDecimal FRIDAY = new BigDecimal("467.41");
  private static final BigDecimal RESERVE = new BigDecimal("1.05");
  private static final Duration SOONEST = Duration.ofSeconds(150);
  private static final Duration LATEST = Duration.ofSeconds(600);
  private static final Duration PATIENCE = LATEST.plusMinutes(5);

  private final Suite suite;
  private final CompletableFuture<JsonNode> rejected;

  Surge(Suite suite) {
    this.suite = suite;
    this.rejected = CompletableFuture.supplyAsync(this::order, Thread::startVirtualThread);
  }

  /**
   * The speed of bars at which that Monday comes soon, though not too soon to sign in and place an
   * order on the weekend before, which has to last long enough for that.
   */
  static int speed(Instant now) {
    int fastest = (int) WEEKEND.dividedBy(WINDOW);
    return IntStream.rangeClosed(1, fastest)
        .filter(speed -> untilMonday(now, speed).compareTo(SOONEST) >= 0)
        .boxed()
        .min(Comparator.comparing(speed -> untilMonday(now, speed)))
        .filter(speed -> untilMonday(now, speed).compareTo(LATEST) <= 0)
        .orElseThrow(() -> new IllegalStateException("No speed has it come soon after " + now));
  }

  private static Duration untilMonday(Instant now, int speed) {
    long week = Duration.ofDays(7).toSeconds();
    long year = Duration.between(BEGIN, now.minus(Duration.ofDays(365))).toSeconds();
    long played = (Duration.between(BEGIN, now).toSeconds() - year / week * week) * speed;
    long monday = Duration.between(BEGIN, MONDAY).toSeconds();
    return Duration.ofSeconds(Math.floorMod(monday - played, ROUND.toSeconds()) / speed);
  }

  /** The event that says so, which comes some minutes after the start of the server. */
  JsonNode await() {
    return rejected.join();
  }

  private JsonNode order() {
    Person person = suite.signIn().enrol("user", suite.tag());
    new Trader(suite.api(), person.token()).connect();
    Awaitility.await("the weekend")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> last(new Trader(suite.api(), person.token())).compareTo(FRIDAY) == 0);
    Trader trader = new Trader(suite.api(), person.token());
    String path = Sockets.EVERYTHING;
    try (Socket socket = Sockets.open(suite.api().base(), path, trader.token(), suite.coverage())) {
      Sockets.send(socket, suite.coverage(), Sockets.subscribe("1", false, List.of("orders")));
      socket.await("subscribed", Sockets.type("subscribed", "orders"));
      buyAll(trader);
      return socket.await("rejected", PATIENCE, Sockets.type("order.rejected"));
    }
  }

  private static void buyAll(Trader trader) {
    BigDecimal shares = buyingPower(trader).divide(FRIDAY.multiply(RESERVE), 0, RoundingMode.DOWN);
    ObjectNode order = JsonNodeFactory.instance.objectNode();
    order.put("symbol", SYMBOL).put("side", "buy").put("type", "market");
    trader.call("placeOrder", Map.of(), order.put("quantity", shares.toPlainString()));
    // What is left is reserved too, at a price that never comes.
    BigDecimal left = buyingPower(trader).movePointLeft(2);
    trader.limit("buy", left.toPlainString(), "100", "gtc");
  }

  private static BigDecimal last(Trader trader) {
    return new BigDecimal(trader.get("listQuotes", "symbols", SYMBOL).at("/items/0/last").asText());
  }

  private static BigDecimal buyingPower(Trader trader) {
    return new BigDecimal(trader.get("getAccount").path("buyingPower").asText());
  }
}
