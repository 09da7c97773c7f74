package dev.parley.platform.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.platform.json.Json;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A client that remembers what it was told. */
final class TestSocket implements WebSocket.Listener {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ObjectMapper json = Json.mapper();
  private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final StringBuilder parts = new StringBuilder();
  private volatile @Nullable WebSocket socket;

  private TestSocket() {}

  static TestSocket open(URI uri, @Nullable String token, String... headers) {
    TestSocket client = new TestSocket();
    WebSocket.Builder builder =
        CLIENT.newWebSocketBuilder().connectTimeout(PATIENCE).subprotocols("parley.v1");
    if (token != null) {
      builder.header("Authorization", "Bearer " + token);
    }
    for (int i = 0; i + 1 < headers.length; i += 2) {
      builder.header(headers[i], headers[i + 1]);
    }
    client.socket = builder.buildAsync(uri, client).join();
    return client;
  }

  WebSocket socket() {
    WebSocket open = socket;
    if (open == null) {
      throw new IllegalStateException("not open");
    }
    return open;
  }

  void send(String frame) {
    socket().sendText(frame.replace('\'', '"'), true).join();
  }

  /** Sends what the server will refuse before it has read it: waits for nothing. */
  void begin(String text, boolean last) {
    CompletableFuture<WebSocket> unused = socket().sendText(text, last);
  }

  void sendBinary() {
    CompletableFuture<WebSocket> unused =
        socket().sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}), true);
  }

  /** The next frame of this type; others before it are lost. */
  JsonNode await(String type) {
    while (true) {
      JsonNode frame = next();
      if (frame.path("type").asText().equals(type)) {
        return frame;
      }
    }
  }

  /** The next frame. */
  JsonNode next() {
    try {
      JsonNode frame = frames.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (frame == null) {
        throw new AssertionError("nothing came; closed: " + closed);
      }
      return frame;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Frames that came and were not asked for yet. */
  int unread() {
    return frames.size();
  }

  /** What has come within this time. */
  List<JsonNode> during(Duration time) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(time.toMillis());
    List<JsonNode> all = new ArrayList<>();
    frames.drainTo(all);
    return all;
  }

  int closeCode() {
    try {
      return closed.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("not closed; still unread: " + frames, e);
    }
  }

  boolean isOpen() {
    return !closed.isDone();
  }

  void close() {
    socket().abort();
  }

  @Override
  public void onOpen(WebSocket opened) {
    opened.request(Long.MAX_VALUE);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    parts.append(data);
    if (last) {
      try {
        frames.add(json.readTree(parts.toString()));
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(e);
      }
      parts.setLength(0);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    throw new AssertionError("a binary frame came");
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(-1);
  }
}
