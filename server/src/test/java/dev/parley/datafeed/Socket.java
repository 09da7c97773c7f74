package dev.parley.datafeed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A socket that keeps every frame it gets. */
final class Socket implements AutoCloseable, WebSocket.Listener {
  private final ObjectMapper json = new ObjectMapper();
  private final StringBuilder text = new StringBuilder();
  private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private final WebSocket socket;

  Socket(String url, String token) {
    socket =
        client
            .newWebSocketBuilder()
            .header("Authorization", "Bearer " + token)
            .subprotocols("parley.v1")
            .buildAsync(URI.create(url.replaceFirst("http", "ws") + "/api/v1/datafeed/ws"), this)
            .join();
  }

  void send(String frame) {
    socket.sendText(frame, true).join();
  }

  /** The frames of a type on a topic, in the order they came. */
  List<JsonNode> frames(String type, String topic) {
    return frames.stream()
        .filter(frame -> frame.path("type").asText().equals(type))
        .filter(frame -> frame.path("topic").asText().equals(topic))
        .toList();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      try {
        frames.add(json.readTree(text.toString()));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("No JSON: " + text, e);
      }
      text.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public void close() {
    socket.abort();
    client.close();
  }
}
