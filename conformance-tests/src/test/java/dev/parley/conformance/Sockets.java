package dev.parley.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.ws.FrameCheck;
import dev.parley.conformance.ws.Messages;
import dev.parley.conformance.ws.Socket;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Opens sockets and makes the frames of a client; those are held against the contract too. */
public final class Sockets {
  public static final String EVERYTHING = "/api/v1/ws";
  public static final String PROTOCOL = "parley.v1";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Sockets() {}

  /** A socket that speaks {@code parley.v1} and has been welcomed. */
  public static Socket open(URI base, String path, String token, Coverage coverage) {
    Socket socket =
        Socket.open(
            base,
            path,
            Optional.of(token),
            Optional.of(PROTOCOL),
            new FrameCheck(coverage, user(token)));
    try {
      socket.await("welcome", type("welcome"));
      return socket;
    } catch (AssertionError unwelcome) {
      socket.abort();
      throw unwelcome;
    }
  }

  /** The user whom a token names; none if it is no token. */
  public static Optional<String> user(String token) {
    String[] parts = token.split("\\.");
    try {
      byte[] claims = parts.length == 3 ? Base64.getUrlDecoder().decode(parts[1]) : new byte[0];
      return Optional.ofNullable(Contract.JSON.readTree(claims).path("sub").textValue());
    } catch (IllegalArgumentException | IOException noToken) {
      return Optional.empty();
    }
  }

  public static ObjectNode subscribe(String id, boolean snapshot, Collection<String> topics) {
    ObjectNode frame = JSON.objectNode().put("type", "subscribe").put("id", id);
    ArrayNode list = frame.putArray("topics");
    for (String topic : topics) {
      list.addObject().put("topic", topic).put("snapshot", snapshot);
    }
    return frame;
  }

  /** Joins a topic after a position. */
  public static ObjectNode resume(String id, String topic, String epoch, long seq) {
    ObjectNode frame = subscribe(id, false, List.of(topic));
    ObjectNode since = ((ObjectNode) frame.at("/topics/0")).putObject("since");
    since.put("epoch", epoch).put("seq", seq);
    return frame;
  }

  /** Sends a frame of the contract. */
  public static void send(Socket socket, Coverage coverage, JsonNode frame) {
    Messages.Message message = Messages.client().get(frame.path("type").asText());
    if (message == null || !message.check(frame).isEmpty()) {
      throw new AssertionError("not a client frame of the contract: " + frame);
    }
    coverage.message(message.document(), message.key());
    socket.send(frame);
  }

  public static Predicate<JsonNode> type(String type) {
    return frame -> frame.path("type").asText().equals(type);
  }

  public static Predicate<JsonNode> type(String type, @Nullable String topic) {
    return type(type).and(frame -> frame.path("topic").asText().equals(topic));
  }

  /** The answer to the client's frame of this id. */
  public static Predicate<JsonNode> answer(String id) {
    return frame -> frame.path("id").asText().equals(id);
  }
}
