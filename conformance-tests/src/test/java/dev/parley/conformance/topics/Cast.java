package dev.parley.conformance.topics;

import static dev.parley.conformance.Sockets.EVERYTHING;
import static dev.parley.conformance.Sockets.type;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.Person;
import dev.parley.conformance.Sockets;
import dev.parley.conformance.Suite;
import dev.parley.conformance.Trader;
import dev.parley.conformance.ws.Messages;
import dev.parley.conformance.ws.Messages.Topic;
import dev.parley.conformance.ws.Socket;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * Who appears in the cases: somebody with a past on every topic of one's own, and a stranger. Made
 * once, at the server's own address. Thread-safe.
 */
public final class Cast {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Suite suite;
  private final Person author;
  private final Person stranger;

  /** Signs them in and lets the author trade until there is something on every topic. */
  public Cast(Suite suite) {
    this.suite = suite;
    author = suite.signIn().enrol("user", suite.tag());
    stranger = suite.signIn().enrol("user", suite.tag());
    trade();
    trader(stranger).connect();
  }

  /** The topics of which each user has his own. */
  static List<String> privateTopics() {
    return Messages.topics().stream().filter(Topic::isPrivate).map(Topic::template).toList();
  }

  String author() {
    return author.token();
  }

  String stranger() {
    return stranger.token();
  }

  private Trader trader(Person person) {
    return new Trader(suite.api(), person.token());
  }

  private void trade() {
    Trader trader = trader(author);
    try (Socket socket =
        Sockets.open(suite.api().base(), EVERYTHING, trader.token(), suite.coverage())) {
      Sockets.send(socket, suite.coverage(), Sockets.subscribe("1", false, privateTopics()));
      String connection = trader.connect();
      trader.cancel(trader.limit("buy", "0.5", "100", "gtc"));
      filled(socket, trader.market("buy", "0.001"));
      filled(socket, trader.market("buy", "0.001"));
      filled(socket, trader.market("sell", "0.002"));
      String large = trader.market("buy", "80");
      socket.await("partly filled", type("order.partially-filled"));
      trader.disconnect(connection);
      socket.await("cancelled", of(large, "order.cancelled"));
      trader.connect();
      // Stays open, so that there is something in every snapshot.
      trader.limit("buy", "0.5", "100", "day");
    }
  }

  private static void filled(Socket socket, String order) {
    socket.await("filled", PATIENCE, of(order, "order.filled"));
  }

  private static Predicate<JsonNode> of(String order, String type) {
    return type(type).and(f -> f.at("/data/entityId").asText().equals(order));
  }

  /** Something that shows on the topics of orders and account, and changes nothing in the end. */
  static void act(Suite direct, String token) {
    Trader trader = new Trader(direct.api(), token);
    trader.cancel(trader.limit("buy", "0.5", "100", "gtc"));
  }
}
