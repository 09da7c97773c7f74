package dev.parley.conformance.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.secrecy.Sighting;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A socket that keeps every frame it receives and holds it against the contract as it comes; what
 * breaks it fails whoever waits for a frame, and at last {@link #close}. Thread-safe.
 */
public final class Socket implements WebSocket.Listener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Function<JsonNode, List<String>> check;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<JsonNode> frames = new ArrayList<>();
  private final List<String> breaches = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private @Nullable Integer closed;
  private @Nullable WebSocket socket;

  private Socket(Function<JsonNode, List<String>> check) {
    this.check = check;
  }

  /**
   * Opens a socket.
   *
   * @param base of the server, {@code http://…}
   * @param path with its query
   * @param token for the handshake's {@code Authorization}
   * @param protocol the sub-protocol to ask for
   * @param check answers how a frame breaks the contract; called for one frame at a time
   */
  public static Socket open(
      URI base,
      String path,
      Optional<String> token,
      Optional<String> protocol,
      Function<JsonNode, List<String>> check) {
    Map<String, String> headers =
        token
            .<Map<String, String>>map(t -> Map.of("Authorization", "Bearer " + t))
            .orElse(Map.of());
    return open(base, path, headers, protocol, check);
  }

  /** The same with any headers at the handshake. */
  public static Socket open(
      URI base,
      String path,
      Map<String, String> headers,
      Optional<String> protocol,
      Function<JsonNode, List<String>> check) {
    Socket opened = new Socket(check);
    WebSocket.Builder builder = CLIENT.newWebSocketBuilder().connectTimeout(PATIENCE);
    headers.forEach(builder::header);
    headers.forEach(Sighting::header);
    protocol.ifPresent(builder::subprotocols);
    URI uri = URI.create(base.toString().replaceFirst("^http", "ws") + path);
    Sighting.query(uri.getRawQuery());
    WebSocket socket =
        builder.buildAsync(uri, opened).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    if (!socket.getSubprotocol().equals(protocol.orElse(""))) {
      throw new AssertionError(
          path + " agreed on the sub-protocol '" + socket.getSubprotocol() + "'");
    }
    opened.socket = socket;
    return opened;
  }

  public void send(JsonNode frame) {
    sendText(frame.toString());
  }

  /** Sends a frame with any text. */
  public void sendText(String frame) {
    WebSocket open = socket;
    if (open == null) {
      throw new IllegalStateException("not open");
    }
    Sighting.body(frame);
    open.sendText(frame, true).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      String whole = text.toString();
      text.setLength(0);
      received(whole);
    }
    from.request(1);
    return null;
  }

  private void received(String whole) {
    lock.lock();
    try {
      JsonNode frame = Contract.JSON.readTree(whole);
      frames.add(frame);
      check.apply(frame).forEach(breach -> breaches.add(breach + " in " + whole));
    } catch (JsonProcessingException e) {
      breaches.add("not JSON: " + whole);
    } finally {
      changed.signalAll();
      lock.unlock();
    }
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable problem) {
    closed(1006);
  }

  private void closed(int code) {
    lock.lock();
    try {
      closed = code;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The first frame of this kind, received before or within 15 s. */
  public JsonNode await(String what, Predicate<JsonNode> kind) {
    return await(what, PATIENCE, kind);
  }

  /** The first frame of this kind, received before or until the time is over. */
  public JsonNode await(String what, Duration patience, Predicate<JsonNode> kind) {
    JsonNode[] found = new JsonNode[1];
    until(
        what,
        patience,
        () -> {
          found[0] = frames.stream().filter(kind).findFirst().orElse(null);
          return found[0] != null;
        });
    return found[0];
  }

  /** Waits for so many frames of this kind, and answers them. */
  public List<JsonNode> await(String what, int count, Predicate<JsonNode> kind) {
    return await(what, PATIENCE, count, kind);
  }

  /** Waits so long for so many frames of this kind, and answers them. */
  public List<JsonNode> await(String what, Duration patience, int count, Predicate<JsonNode> kind) {
    until(what, patience, () -> frames.stream().filter(kind).count() >= count);
    return frames().stream().filter(kind).toList();
  }

  /** Waits for the server to close it, and answers the code. */
  public int awaitClose() {
    until("close", PATIENCE, () -> closed != null);
    Integer code = closed;
    return code == null ? 0 : code;
  }

  private void until(String what, Duration patience, BooleanSupplier reached) {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (!reached.getAsBoolean()) {
        verify();
        if (left <= 0 || (closed != null && !what.equals("close"))) {
          throw new AssertionError(
              "no %s; closed with %s; the last frames:%n%s".formatted(what, closed, tail()));
        }
        left = changed.awaitNanos(left);
      }
      verify();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      lock.unlock();
    }
  }

  private String tail() {
    List<String> texts = frames.stream().map(JsonNode::toString).toList();
    return String.join("\n", texts.subList(Math.max(0, texts.size() - 12), texts.size()));
  }

  public List<JsonNode> frames() {
    lock.lock();
    try {
      return List.copyOf(frames);
    } finally {
      lock.unlock();
    }
  }

  /** Fails if any frame so far broke the contract. */
  public void verify() {
    lock.lock();
    try {
      if (!breaches.isEmpty()) {
        throw new AssertionError(
            breaches.size()
                + " breaches:\n"
                + String.join("\n", breaches.subList(0, Math.min(5, breaches.size()))));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Closes it and fails if any frame broke the contract. */
  @Override
  public void close() {
    abort();
    verify();
  }

  /** Closes it, whatever came. */
  public void abort() {
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
  }
}
