package dev.parley.platform.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.platform.sample.Node;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Market data: conflated and sequenced topics that are not in the log. */
class LiveIT {
  private static SocketNode server;

  private final UUID user = UUID.randomUUID();
  private final String symbol = "S" + Math.abs(user.hashCode() % 1_000_000);

  @BeforeAll
  static void start() {
    server = new SocketNode(Node.database(), "WS_RING_EVENTS=10");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private long trade(int n) {
    return server.live.sequenced(
        "trades:" + symbol, "trade.executed", String.valueOf(n), Map.of("n", n));
  }

  private void subscribe(TestSocket socket, String rest) {
    socket.send("{'type':'subscribe','topics':[{'topic':'trades:" + symbol + "'" + rest + "}]}");
  }

  @Test
  void numbersTradesAndResumesFromTheRing() {
    TestSocket first = server.connect(user);
    subscribe(first, "");
    JsonNode joined = first.await("subscribed");
    assertThat(joined.path("seq").asLong()).isZero();
    String epoch = joined.path("epoch").asText();
    trade(1);
    JsonNode event = first.await("trade.executed");
    assertThat(event.path("seq").asLong()).isEqualTo(1);
    assertThat(event.path("epoch").asText()).isEqualTo(epoch);
    first.close();
    trade(2);
    trade(3);
    TestSocket again = server.connect(user);
    subscribe(again, ",'since':{'epoch':'" + epoch + "','seq':1}");
    assertThat(again.await("subscribed").path("seq").asLong()).isEqualTo(1);
    assertThat(again.next().path("data").path("n").asInt()).isEqualTo(2);
    assertThat(again.next().path("data").path("n").asInt()).isEqualTo(3);
    for (int i = 4; i < 20; i++) {
      trade(i);
    }
    subscribe(again, ",'since':{'epoch':'" + epoch + "','seq':1}");
    assertThat(again.await("resync_required").path("reason").asText()).isEqualTo("expired");
    subscribe(again, ",'since':{'epoch':'" + epoch + "','seq':99}");
    assertThat(again.await("resync_required").path("reason").asText()).isEqualTo("ahead_of_log");
    subscribe(again, ",'since':{'epoch':'before-the-restart','seq':3}");
    JsonNode changed = again.await("resync_required");
    assertThat(changed.path("reason").asText()).isEqualTo("epoch_changed");
    assertThat(changed.path("seq").asLong()).isEqualTo(19);
  }

  @Test
  void conflatedQuotesComeWithoutNumbers() {
    TestSocket socket = server.connect(user);
    socket.send(
        "{'type':'subscribe','topics':[{'topic':'quotes:" + symbol + "','snapshot':true}]}");
    assertThat(socket.await("subscribed").has("epoch")).isFalse();
    JsonNode snapshot = socket.await("snapshot");
    assertThat(snapshot.path("data").path("items").isArray()).isTrue();
    assertThat(snapshot.has("seq")).isFalse();
    server.live.conflated("quotes:" + symbol, "q", "quote.updated", symbol, Map.of("bid", "1"));
    JsonNode quote = socket.await("quote.updated");
    assertThat(quote.has("seq")).isFalse();
    assertThat(quote.path("data").path("bid").asText()).isEqualTo("1");
  }

  @Test
  void aLargeFrameGetsThroughInOnePiece() {
    TestSocket socket = server.connect(user);
    subscribe(socket, "");
    socket.await("subscribed");
    String large = "é".repeat(1_500_000);
    assertThat(
            server.live.sequenced("trades:" + symbol, "trade.executed", "1", Map.of("text", large)))
        .isEqualTo(1);
    long last = trade(2);
    assertThat(socket.await("trade.executed").path("data").path("text").asText()).isEqualTo(large);
    assertThat(socket.await("trade.executed").path("seq").asLong()).isEqualTo(last);
  }
}
