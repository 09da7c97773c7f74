package dev.parley.conformance;

import static dev.parley.conformance.Sockets.EVERYTHING;
import static dev.parley.conformance.Sockets.answer;
import static dev.parley.conformance.Sockets.send;
import static dev.parley.conformance.Sockets.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.ws.FrameCheck;
import dev.parley.conformance.ws.Messages;
import dev.parley.conformance.ws.Messages.Message;
import dev.parley.conformance.ws.Messages.Topic;
import dev.parley.conformance.ws.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Joins every topic of every AsyncAPI document, on every path, and holds every frame to it. */
@Order(3)
@ExtendWith(SuiteExtension.class)
final class TopicsIT {
  private final Suite suite;

  TopicsIT(Suite suite) {
    this.suite = suite;
  }

  private Socket open(String path, String token) {
    return Sockets.open(suite.api().base(), path, token, suite.coverage());
  }

  @TestFactory
  List<DynamicTest> everyTopicOnEveryPath() {
    Map<String, Set<String>> paths = new TreeMap<>();
    for (Topic topic : Messages.topics()) {
      paths.computeIfAbsent(EVERYTHING, p -> new TreeSet<>()).addAll(topic.examples());
      paths.computeIfAbsent(topic.path(), p -> new TreeSet<>()).addAll(topic.examples());
    }
    List<DynamicTest> tests = new ArrayList<>();
    paths.forEach((path, topics) -> tests.add(dynamicTest(path, () -> join(path, topics))));
    return tests;
  }

  private void join(String path, Set<String> topics) {
    try (Socket socket = open(path, suite.token("viewer"))) {
      send(socket, suite.coverage(), Sockets.subscribe("join", true, topics));
      for (String topic : topics) {
        assertThat(socket.await("subscribed to " + topic, type("subscribed", topic)).path("id"))
            .hasToString("\"join\"");
        socket.await("snapshot of " + topic, type("snapshot", topic));
      }
      ObjectNode leave = Sockets.subscribe("leave", false, topics).put("type", "unsubscribe");
      leave.putArray("topics");
      topics.forEach(leave.withArray("topics")::add);
      send(socket, suite.coverage(), leave);
      topics.forEach(topic -> socket.await("left " + topic, type("unsubscribed", topic)));
    }
  }

  @Test
  void whatATraderDoesIsStreamedAlikeOnEachPath() {
    Trader trader = new Trader(suite.api(), suite.token("user"));
    List<String> topics = new ArrayList<>();
    String path = EVERYTHING;
    for (Topic topic : Messages.topics()) {
      if (topic.node().path("x-audience").asText().equals("user")) {
        topics.add(topic.template());
        path = topic.path();
      }
    }
    try (Socket all = open(EVERYTHING, trader.token());
        Socket one = open(path, trader.token())) {
      for (Socket socket : List.of(all, one)) {
        send(socket, suite.coverage(), Sockets.subscribe("1", false, topics));
        topics.forEach(topic -> socket.await("subscribed " + topic, type("subscribed", topic)));
      }
      String connection = trader.connect();
      all.await("connection", type("broker-connection.established"));
      trader.cancel(trader.limit("buy", "0.5", "100", "gtc"));
      all.await("cancelled", type("order.cancelled"));
      trader.market("buy", "0.001");
      all.await("opened", type("position.opened"));
      trader.market("buy", "0.001");
      all.await("updated", type("position.updated"));
      all.await("filled", 2, type("order.filled"));
      trader.market("sell", "0.002");
      all.await("closed", type("position.closed"));
      String large = trader.market("buy", "80");
      all.await("partly filled", type("order.partially-filled"));
      trader.disconnect(connection);
      JsonNode ended = all.await("disconnected", type("broker-connection.disconnected"));
      all.await("order " + large, cancelled(large));
      all.await("account", type("account.updated"));
      one.await("disconnected", type("broker-connection.disconnected"));
      one.await("order " + large, cancelled(large));
      assertThat(ended.at("/data/connection/id").asText()).isEqualTo(connection);
      for (String topic : topics) {
        assertThat(events(one, topic)).as(topic).isEqualTo(events(all, topic));
      }
    }
    resumes(trader.token(), topics);
  }

  private static Predicate<JsonNode> cancelled(String order) {
    return type("order.cancelled").and(f -> f.at("/data/entityId").asText().equals(order));
  }

  /** From the first position on everything is there once more, in the same order. */
  private void resumes(String token, List<String> topics) {
    try (Socket before = open(EVERYTHING, token);
        Socket after = open(EVERYTHING, token)) {
      send(before, suite.coverage(), Sockets.subscribe("now", false, topics));
      for (String topic : topics) {
        JsonNode now = before.await("subscribed " + topic, type("subscribed", topic));
        String epoch = now.path("epoch").asText();
        long seq = now.path("seq").asLong();
        assertThat(seq).as(topic).isPositive();
        send(after, suite.coverage(), Sockets.resume(topic, topic, epoch, 0));
        List<JsonNode> replayed =
            after.await("all of " + topic, (int) seq, f -> f.has("data") && topic(f).equals(topic));
        assertThat(replayed.get(replayed.size() - 1).path("seq").asLong()).isEqualTo(seq);
        send(after, suite.coverage(), Sockets.resume("other", topic, "another-epoch", seq));
        JsonNode refused = after.await("resync", type("resync_required", topic));
        assertThat(refused.path("reason").asText()).isEqualTo("epoch_changed");
      }
    }
  }

  private static String topic(JsonNode frame) {
    return frame.path("topic").asText();
  }

  private static List<JsonNode> events(Socket socket, String topic) {
    return socket.frames().stream()
        .filter(frame -> frame.has("data") && topic(frame).equals(topic))
        .toList();
  }

  @Test
  void marketDataIsStreamed() {
    Watch watch = suite.watch();
    watch.await("trade", type("trade.executed"));
    watch.await("quote", type("quote.updated"));
    watch.await("candle", type("candle.updated"));
    JsonNode closed = watch.await("closed candle", type("candle.closed"));
    assertThat(closed.at("/data/candle/closed").asBoolean()).isTrue();
  }

  @Test
  void whoReadsSlowlyIsToldWhatWasMerged() throws InterruptedException {
    assumeTrue(suite.ours(), "needs a market that moves fast");
    JsonNode lagged = suite.watch().slow(type("lagged")).orElseThrow();
    assertThat(lagged.path("to").asLong()).isGreaterThanOrEqualTo(lagged.path("from").asLong());
  }

  /** Every example of a client's frame is understood: what it gets has its id, or is its answer. */
  @TestFactory
  List<DynamicTest> everyExampleOfAClient() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Message message : Messages.client().values()) {
      for (JsonNode example : message.examples()) {
        tests.add(
            dynamicTest(
                example.toString(),
                () -> {
                  try (Socket socket = open(EVERYTHING, suite.token("viewer"))) {
                    send(socket, suite.coverage(), example);
                    JsonNode got = socket.await("answer", answer(example.path("id").asText()));
                    assertThat(got.path("code").asText())
                        .isNotIn("VALIDATION_ERROR", "MALFORMED_REQUEST");
                    suite.coverage().example(message.key() + " " + example);
                  }
                }));
      }
    }
    return tests;
  }

  @Test
  void aRefusedTopicAndAFrameThatIsNoneAreToldAndTheSocketLives() {
    try (Socket socket = open(EVERYTHING, suite.token("viewer"))) {
      send(socket, suite.coverage(), Sockets.subscribe("1", false, List.of("no-such-topic")));
      JsonNode refused = socket.await("error", answer("1"));
      assertThat(refused.path("recoverable").asBoolean()).isTrue();
      socket.send(Sockets.subscribe("2", false, List.of("orders")).put("unknown", 1));
      assertThat(socket.await("error", answer("2")).path("code").asText())
          .isEqualTo("VALIDATION_ERROR");
      ObjectNode ping = Sockets.subscribe("3", false, List.of()).put("type", "ping");
      ping.remove("topics");
      send(socket, suite.coverage(), ping);
      socket.await("pong", type("pong"));
      if (suite.ours()) {
        socket.await("heartbeat", type("heartbeat"));
      }
    }
  }

  @Test
  void aTokenIsRenewedInPlace() {
    String token = suite.token("viewer");
    try (Socket socket = open(EVERYTHING, token)) {
      if (suite.ours()) {
        socket.await("token_expiring", type("token_expiring"));
      }
      ObjectNode renewal = Sockets.subscribe("renew", false, List.of());
      renewal.put("type", "authenticate").put("token", token).remove("topics");
      send(socket, suite.coverage(), renewal);
      assertThat(socket.await("welcome", answer("renew")).path("type").asText())
          .isEqualTo("welcome");
    }
  }

  @Test
  void badCredentialsAreToldBeforeTheSocketCloses() {
    try (Socket socket =
        Socket.open(
            suite.api().base(),
            EVERYTHING,
            Optional.of("no.such.token"),
            Optional.of(Sockets.PROTOCOL),
            new FrameCheck(suite.coverage()))) {
      JsonNode error = socket.await("error", type("error"));
      assertThat(error.path("code").asText()).isEqualTo("AUTH_FAILED");
      assertThat(error.path("recoverable").asBoolean()).isFalse();
      assertThat(socket.awaitClose()).isEqualTo(4401);
    }
  }
}
