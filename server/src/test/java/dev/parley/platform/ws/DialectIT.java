package dev.parley.platform.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.sample.Node;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The two short ways of saying the same (T60, F30). */
class DialectIT {
  private static SocketNode server;

  private final UUID user = UUID.randomUUID();

  @BeforeAll
  static void start() {
    server = new SocketNode(Node.database());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private TestSocket events() {
    return TestSocket.open(
        server.uri(
            "/ws/events?token=" + server.token(user).replace("+", "%2B") + "&protocol_version=2"),
        null);
  }

  @Test
  void theEventsDialectSpeaksOfTopicsAndTypesByItsOwnNames() {
    TestSocket socket = events();
    JsonNode ready = socket.next();
    assertThat(ready.path("t").asText()).isEqualTo("server_ready");
    assertThat(ready.path("p").path("connection_id").asText()).startsWith("ws_");
    assertThat(ready.path("p").path("protocol_version").asInt()).isEqualTo(2);
    socket.send(
        "{'t':'subscription','p':{'action':'subscribe','topics':['order_events','executions']}}");
    JsonNode joined = socket.next();
    assertThat(joined.path("t").asText()).isEqualTo("subscription");
    assertThat(joined.path("p").path("action").asText()).isEqualTo("subscribe");
    assertThat(joined.path("p").path("topics").get(0).asText()).isEqualTo("order_events");
    socket.next();
    server.add("one", LogKey.user("orders", user));
    JsonNode event = socket.next();
    assertThat(event.path("t").asText()).isEqualTo("order_events");
    assertThat(event.path("p").path("event_type").asText()).isEqualTo("entry.added");
    assertThat(event.path("p").path("data").path("text").asText()).isEqualTo("one");
    socket.send("{'t':'request_snapshot','p':{'topic':'order_events'}}");
    assertThat(socket.next().path("t").asText()).isEqualTo("subscription");
    JsonNode snapshot = socket.next();
    assertThat(snapshot.path("p").path("event_type").asText()).isEqualTo("snapshot");
    assertThat(snapshot.path("p").path("data").path("items")).hasSize(1);
    socket.send("{'t':'ping','p':{}}");
    assertThat(socket.next().path("t").asText()).isEqualTo("pong");
    socket.send("{'t':'subscription','p':{'action':'unsubscribe','topics':['order_events']}}");
    assertThat(socket.next().path("p").path("action").asText()).isEqualTo("unsubscribe");
  }

  @Test
  void theEventsDialectTellsErrors() {
    TestSocket socket = events();
    socket.next();
    socket.send("{'t':'dance'}");
    JsonNode error = socket.next();
    assertThat(error.path("t").asText()).isEqualTo("error");
    assertThat(error.path("p").path("code").asText()).isEqualTo("VALIDATION_ERROR");
    assertThat(error.path("p").path("message").asText()).isNotEmpty();
    assertThat(error.path("p").path("recoverable").asBoolean()).isTrue();
    socket.send("{'t':'subscription','p':{'action':'subscribe','topics':['positions']}}");
    assertThat(socket.next().path("p").path("code").asText()).isEqualTo("PERMISSION_DENIED");
  }

  @Test
  void theEventsDialectRefusesWithAFrameAnd4401() {
    TestSocket socket = TestSocket.open(server.uri("/ws/events?token=wrong"), null);
    JsonNode error = socket.next();
    assertThat(error.path("t").asText()).isEqualTo("error");
    assertThat(error.path("p").path("recoverable").asBoolean()).isFalse();
    assertThat(socket.closeCode()).isEqualTo(4401);
    assertThat(TestSocket.open(server.uri("/ws/events"), null).closeCode()).isEqualTo(4401);
  }

  @Test
  void theFamilyDialectSpeaksOfActionsAndEvents() throws InterruptedException {
    TestSocket socket = TestSocket.open(server.uri("/ws"), server.token(user));
    socket.send("{'action':'ping'}");
    assertThat(socket.next().path("action").asText()).isEqualTo("pong");
    socket.send("{'action':'subscribe','topic':'orders'}");
    socket.send("{'action':'subscribe','topic':'executions'}");
    socket.send("{'action':'ping'}");
    assertThat(socket.next().path("action").asText()).isEqualTo("pong");
    server.add("two", LogKey.user("executions", user));
    JsonNode event = socket.next();
    assertThat(event.path("topic").asText()).isEqualTo("executions");
    assertThat(event.path("event").asText()).isEqualTo("entry.added");
    JsonNode data = event.path("data");
    assertThat(data.path("payload").asText()).isEqualTo("two");
    assertThat(data.path("entity_id").asText()).isNotEmpty();
    assertThat(data.has("user_id")).isTrue();
    assertThat(data.path("timestamp").asText()).endsWith("Z");
    socket.send("{'action':'unsubscribe','topic':'executions'}");
    socket.send("{'action':'ping'}");
    socket.next();
    server.add("three", LogKey.user("executions", user));
    assertThat(socket.during(Duration.ofMillis(300))).isEmpty();
  }

  @Test
  void theFamilyDialectRefusesSilentlyWith4001() throws InterruptedException {
    TestSocket socket = TestSocket.open(server.uri("/ws?token=wrong"), null);
    assertThat(socket.closeCode()).isEqualTo(4001);
    assertThat(socket.during(Duration.ofMillis(50))).isEmpty();
  }

  @Test
  void theQueryTokenIsForDialectsAndCanBeSwitchedOff() {
    String query = "?token=" + server.token(user).replace("+", "%2B");
    TestSocket proper = TestSocket.open(server.uri("/api/v1/ws" + query), null);
    proper.send("{'type':'ping'}");
    assertThat(proper.await("error").path("code").asText()).isEqualTo("UNAUTHENTICATED");
    try (SocketNode strict = new SocketNode(Node.database(), "WS_QUERY_TOKEN=false")) {
      assertThat(TestSocket.open(strict.uri("/ws" + query), null).closeCode()).isEqualTo(4001);
    }
  }

  @Test
  void aQueryTokenAndAHeaderThatDifferAreRefused() {
    String token = server.token(user);
    String query = "?token=" + token.replace("+", "%2B");
    TestSocket other =
        TestSocket.open(server.uri("/ws/events" + query), server.token(UUID.randomUUID()));
    assertThat(other.next().toString()).contains("CREDENTIALS_CONFLICT");
    assertThat(other.closeCode()).isEqualTo(4401);
    TestSocket same = TestSocket.open(server.uri("/ws/events" + query), token);
    assertThat(same.next().path("t").asText()).isEqualTo("server_ready");
  }

  @Test
  void aDialectSocketOutlivesItsTokenButNotASession() {
    try (SocketNode own = new SocketNode(Node.database(), "WS_HEARTBEAT=24h")) {
      TestSocket socket = TestSocket.open(own.uri("/ws"), own.token(user));
      socket.send("{'action':'ping'}");
      socket.next();
      own.clock.shift(Duration.ofMinutes(10));
      socket.send("{'action':'ping'}");
      assertThat(socket.next().path("action").asText()).isEqualTo("pong");
      own.clock.shift(Duration.ofHours(24));
      assertThat(socket.closeCode()).isEqualTo(4001);
    }
  }
}
