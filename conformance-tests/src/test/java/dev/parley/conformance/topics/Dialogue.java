package dev.parley.conformance.topics;

import static dev.parley.conformance.Sockets.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.Sockets;
import dev.parley.conformance.Suite;
import dev.parley.conformance.ws.FrameCheck;
import dev.parley.conformance.ws.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A socket on which nothing is waited for in vain: each frame is followed by a {@code ping}, and
 * since frames are answered in turn, what has not come before the {@code pong} does not come. Used
 * by one thread.
 */
final class Dialogue implements AutoCloseable {
  private final Suite suite;
  private final Socket socket;
  private int asked;

  private Dialogue(Suite suite, Socket socket) {
    this.suite = suite;
    this.socket = socket;
  }

  /** Welcomed. */
  static Dialogue open(Suite suite, String path, String token) {
    Dialogue opened = unwelcome(suite, path, Optional.of(token));
    try {
      opened.socket.await("welcome or error", type("welcome").or(type("error")));
      if (opened.frames(type("welcome")).isEmpty()) {
        throw new AssertionError("not welcome: " + opened.socket.frames());
      }
      return opened;
    } catch (AssertionError unwelcome) {
      opened.socket.abort();
      throw unwelcome;
    }
  }

  /** Whatever comes of it. */
  static Dialogue unwelcome(Suite suite, String path, Optional<String> token) {
    FrameCheck check = new FrameCheck(suite.coverage(), token.flatMap(Sockets::user));
    return new Dialogue(
        suite, Socket.open(suite.api().base(), path, token, Optional.of(Sockets.PROTOCOL), check));
  }

  /** The same with any headers at the handshake. */
  static Dialogue showing(Suite suite, String path, Map<String, String> headers) {
    FrameCheck check = new FrameCheck(suite.coverage(), Optional.empty());
    return new Dialogue(
        suite,
        Socket.open(suite.api().base(), path, headers, Optional.of(Sockets.PROTOCOL), check));
  }

  /** Sends a frame of the contract; its answers, all of them. */
  List<JsonNode> ask(ObjectNode frame) {
    String id = "q" + ++asked;
    Sockets.send(socket, suite.coverage(), frame.put("id", id));
    barrier();
    return frames(Sockets.answer(id));
  }

  /** Sends any text; what came until the pong, heartbeats apart. */
  List<JsonNode> say(String text) {
    int before = socket.frames().size();
    socket.sendText(text);
    String end = barrier();
    List<JsonNode> all = socket.frames();
    return all.subList(before, all.size()).stream()
        .filter(type("heartbeat").or(type("token_expiring")).or(Sockets.answer(end)).negate())
        .toList();
  }

  /** Waits until all that was sent is answered. */
  String barrier() {
    String id = "p" + ++asked;
    socket.send(JsonNodeFactory.instance.objectNode().put("type", "ping").put("id", id));
    socket.await("answer to ping " + id, Sockets.answer(id));
    return id;
  }

  /** How many frames may be sent in one second. */
  int framesPerSecond() {
    return frames(type("welcome")).get(0).at("/limits/framesPerSecond").asInt();
  }

  List<JsonNode> frames(Predicate<JsonNode> kind) {
    return socket.frames().stream().filter(kind).toList();
  }

  /** The events of a topic, in their order. */
  List<JsonNode> events(String topic) {
    return frames(
        f ->
            f.has("data")
                && f.path("topic").asText().equals(topic)
                && !f.path("type").asText().equals("snapshot"));
  }

  Socket socket() {
    return socket;
  }

  @Override
  public void close() {
    socket.close();
  }
}
