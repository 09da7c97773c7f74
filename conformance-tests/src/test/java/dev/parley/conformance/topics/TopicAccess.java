package dev.parley.conformance.topics;

import static dev.parley.conformance.Sockets.type;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.Suite;
import dev.parley.conformance.ws.Messages.Topic;
import java.util.Map;

/** Asks for a topic, whatever comes of it. */
public final class TopicAccess {
  private static final int REFUSED = 4401;

  private TopicAccess() {}

  /**
   * Opens a socket and subscribes to one topic.
   *
   * @param path of the socket, with a ticket in its query or without
   * @param shown headers of the handshake that say who asks
   * @return {@code LET_IN} when the topic was joined, else the code of the error
   */
  public static String ask(Suite suite, Topic topic, String path, Map<String, String> shown) {
    try (Dialogue dialogue = Dialogue.showing(suite, path, shown)) {
      if (!shown.isEmpty() || path.contains("?ticket=")) {
        JsonNode first =
            dialogue.socket().await("welcome or error", type("welcome").or(type("error")));
        if (first.path("type").asText().equals("error")) {
          int code = dialogue.socket().awaitClose();
          if (code != REFUSED) {
            throw new AssertionError("closed with " + code + " after " + first);
          }
          return first.path("code").asText();
        }
      }
      JsonNode answer =
          dialogue.ask(TopicProbes.subscribe(TopicProbes.example(topic), false)).get(0);
      return answer.path("type").asText().equals("subscribed")
          ? "LET_IN"
          : answer.path("code").asText();
    }
  }
}
