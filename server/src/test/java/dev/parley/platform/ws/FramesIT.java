package dev.parley.platform.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.platform.sample.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a client may say, and what it is told when it may not. */
class FramesIT {
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

  private static void assertRefused(JsonNode error, String code, String detail) {
    assertThat(error.path("code").asText()).isEqualTo(code);
    assertThat(error.path("detail").asText()).contains(detail);
    assertThat(error.path("recoverable").asBoolean()).isTrue();
  }

  @Test
  void answersWhatIsNoJsonAndGoesOn() {
    TestSocket socket = server.connect(user);
    socket.send("{'type':");
    assertRefused(socket.await("error"), "MALFORMED_REQUEST", "not JSON");
    socket.send("[1]");
    assertRefused(socket.await("error"), "MALFORMED_REQUEST", "not a JSON object");
    socket.send("{'type':'ping'} {'type':'ping'}");
    assertRefused(socket.await("error"), "MALFORMED_REQUEST", "not JSON");
    socket.send("{'type':'ping','id':'ok'}");
    assertThat(socket.await("pong").path("id").asText()).isEqualTo("ok");
  }

  @Test
  void namesWhatBreaksTheSchemaAndEchoesTheId() {
    TestSocket socket = server.connect(user);
    socket.send("{'type':'dance','id':'1'}");
    JsonNode unknown = socket.await("error");
    assertRefused(unknown, "VALIDATION_ERROR", "/type");
    assertThat(unknown.path("id").asText()).isEqualTo("1");
    socket.send("{'type':'subscribe','id':'2','topics':[{'topic':'ORDERS!','extra':1}]}");
    JsonNode broken = socket.await("error");
    assertRefused(broken, "VALIDATION_ERROR", "/topics/0/topic");
    assertRefused(broken, "VALIDATION_ERROR", "/topics/0/extra");
    assertThat(broken.path("id").asText()).isEqualTo("2");
    socket.send("{'type':'subscribe','id':'3','topics':[]}");
    assertRefused(socket.await("error"), "VALIDATION_ERROR", "/topics");
    socket.send(
        "{'type':'subscribe','topics':[{'topic':'orders','since':{'epoch':'e','seq':-1}}]}");
    assertRefused(socket.await("error"), "VALIDATION_ERROR", "/topics/0/since/seq");
  }

  @Test
  void echoesNoIdThatIsNone() {
    TestSocket socket = server.connect(user);
    for (String id : new String[] {"", "x".repeat(65)}) {
      socket.send("{'type':'ping','id':'" + id + "'}");
      JsonNode error = socket.await("error");
      assertRefused(error, "VALIDATION_ERROR", "/id");
      assertThat(error.has("id")).isFalse();
    }
  }

  @Test
  void refusesAThousandTopicsInOneFrame() {
    TestSocket socket = server.connect(user);
    String topics =
        IntStream.range(0, 1000)
            .mapToObj(i -> "{'topic':'quotes:S" + i + "'}")
            .collect(Collectors.joining(","));
    socket.send("{'type':'subscribe','id':'many','topics':[" + topics + "]}");
    JsonNode error = socket.await("error");
    assertRefused(error, "VALIDATION_ERROR", "at most 100");
    assertThat(error.path("id").asText()).isEqualTo("many");
  }

  @Test
  void limitsTheTopicsOfOneConnection() {
    try (SocketNode small = new SocketNode(Node.database(), "WS_MAX_TOPICS=3")) {
      TestSocket socket = small.connect(user);
      String topics =
          IntStream.range(0, 4)
              .mapToObj(i -> "{'topic':'quotes:S" + i + "'}")
              .collect(Collectors.joining(","));
      socket.send("{'type':'subscribe','topics':[" + topics + "]}");
      JsonNode error = socket.await("error");
      assertRefused(error, "TOO_MANY_TOPICS", "3");
      assertThat(error.path("topic").asText()).isEqualTo("quotes:S3");
      socket.send("{'type':'subscribe','topics':[{'topic':'quotes:S0'}]}");
      assertThat(socket.await("subscribed").path("topic").asText()).isEqualTo("quotes:S0");
    }
  }

  @Test
  void answersEachTopicOfAFrameOnItsOwn() {
    TestSocket socket = server.connect(user);
    socket.send(
        "{'type':'subscribe','id':'s','topics':[{'topic':'orders'},{'topic':'nothing'},"
            + "{'topic':'positions'},{'topic':'quotes:NONE'},{'topic':'executions'}]}");
    assertThat(socket.next().path("topic").asText()).isEqualTo("orders");
    JsonNode unknown = socket.next();
    assertRefused(unknown, "NOT_FOUND", "nothing");
    assertThat(unknown.path("topic").asText()).isEqualTo("nothing");
    assertThat(unknown.path("id").asText()).isEqualTo("s");
    assertRefused(socket.next(), "PERMISSION_DENIED", "positions:read");
    assertRefused(socket.next(), "NOT_FOUND", "NONE");
    JsonNode joined = socket.next();
    assertThat(joined.path("type").asText()).isEqualTo("subscribed");
    assertThat(joined.path("id").asText()).isEqualTo("s");
    assertThat(joined.path("seq").asLong()).isZero();
    assertThat(joined.path("epoch").asText()).isNotEmpty();
  }

  @Test
  void servesOnlyItsOwnTopicsOnAModulesPath() {
    TestSocket socket = TestSocket.open(server.uri("/api/v1/datafeed/ws"), server.token(user));
    socket.await("welcome");
    socket.send("{'type':'subscribe','topics':[{'topic':'orders'},{'topic':'quotes:BTC-USD'}]}");
    assertRefused(socket.await("error"), "NOT_FOUND", "orders");
    JsonNode joined = socket.await("subscribed");
    assertThat(joined.path("topic").asText()).isEqualTo("quotes:BTC-USD");
    assertThat(joined.has("seq")).isFalse();
  }

  @Test
  void closesOnAFrameOverTheLimitWhetherWholeOrInParts() {
    TestSocket whole = server.connect(user);
    whole.begin("x".repeat(65_537), true);
    assertThat(whole.closeCode()).isEqualTo(1009);
    TestSocket huge = server.connect(user);
    huge.begin("x".repeat(8_000_000), true);
    assertThat(huge.closeCode()).isEqualTo(1009);
    TestSocket parts = server.connect(user);
    parts.socket().sendText("x".repeat(40_000), false).join();
    parts.begin("x".repeat(40_000), true);
    assertThat(parts.closeCode()).isEqualTo(1009);
    TestSocket largest = server.connect(user);
    largest.socket().sendText(" ".repeat(65_521) + "{\"type\":\"ping\"}", true).join();
    assertThat(largest.await("pong")).isNotNull();
  }

  @Test
  void closesOnABinaryFrame() {
    TestSocket socket = server.connect(user);
    socket.sendBinary();
    assertThat(socket.closeCode()).isEqualTo(1003);
  }

  @Test
  void refusesFramesOverTheRateAndClosesAFlood() throws IOException {
    try (SocketNode slow = new SocketNode(Node.database(), "WS_FRAMES_PER_SECOND=5")) {
      TestSocket socket = slow.connect(user);
      for (int i = 0; i < 20; i++) {
        socket.send("{'type':'ping'}");
      }
      assertRefused(socket.await("error"), "RATE_LIMIT_EXCEEDED", "lost");
      // The JDK's client answers the close by itself, goes on writing, and may tell of that alone.
      try (RawSocket flood = new RawSocket(slow, slow.token(UUID.randomUUID()))) {
        flood.ping(300);
        String frame = flood.read();
        while (!frame.startsWith("close")) {
          frame = flood.read();
        }
        assertThat(frame).isEqualTo("close 4429");
      }
    }
  }

  @Test
  void answersPingsOfTheLibraryAsWell() {
    TestSocket socket = server.connect(user);
    socket.socket().sendPing(ByteBuffer.wrap(new byte[] {7})).join();
    socket.send("{'type':'ping'}");
    assertThat(socket.await("pong")).isNotNull();
    assertThat(socket.isOpen()).isTrue();
  }

  @Test
  void unsubscribesAndAnswersForWhatWasNeverJoined() throws InterruptedException {
    TestSocket socket = server.connect(user);
    socket.send("{'type':'subscribe','topics':[{'topic':'quotes:BTC-USD'}]}");
    socket.await("subscribed");
    server.live.conflated("quotes:BTC-USD", "q", "quote.updated", "BTC-USD", Map.of("n", 1));
    assertThat(socket.await("quote.updated").path("data").path("n").asInt()).isEqualTo(1);
    socket.send("{'type':'unsubscribe','id':'u','topics':['quotes:BTC-USD','orders']}");
    assertThat(socket.await("unsubscribed").path("id").asText()).isEqualTo("u");
    assertThat(socket.await("unsubscribed").path("topic").asText()).isEqualTo("orders");
    server.live.conflated("quotes:BTC-USD", "q", "quote.updated", "BTC-USD", Map.of("n", 2));
    assertThat(socket.during(Duration.ofMillis(200))).isEmpty();
  }
}
