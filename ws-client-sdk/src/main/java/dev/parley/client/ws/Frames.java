package dev.parley.client.ws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The control frames of {@code parley.v1} that a client sends, and the parts of those it gets. */
final class Frames {
  /** A server that names a longer one cannot mean it. */
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final ObjectMapper json;

  /** How to join one topic. */
  record Join(String topic, boolean snapshot, @Nullable Position since) {}

  Frames(ObjectMapper json) {
    this.json = json;
  }

  String subscribe(String id, List<Join> joins) {
    ObjectNode frame = frame("subscribe").put("id", id);
    ArrayNode topics = frame.putArray("topics");
    for (Join join : joins) {
      ObjectNode topic = topics.addObject().put("topic", join.topic());
      if (join.snapshot()) {
        topic.put("snapshot", true);
      }
      if (join.since() != null) {
        topic.putObject("since").put("epoch", join.since().epoch()).put("seq", join.since().seq());
      }
    }
    return frame.toString();
  }

  String unsubscribe(String topic) {
    ObjectNode frame = frame("unsubscribe");
    frame.putArray("topics").add(topic);
    return frame.toString();
  }

  String authenticate(String token) {
    return frame("authenticate").put("token", token).toString();
  }

  String ping() {
    return frame("ping").toString();
  }

  private ObjectNode frame(String type) {
    return json.createObjectNode().put("type", type);
  }

  static @Nullable Position position(JsonNode frame) {
    JsonNode epoch = frame.path("epoch");
    JsonNode seq = frame.path("seq");
    return epoch.isTextual() && seq.isIntegralNumber()
        ? new Position(epoch.asText(), seq.asLong())
        : null;
  }

  /** How long the server wants to be left alone; zero where it does not say. */
  static Duration retryAfter(JsonNode frame) {
    return Duration.ofMillis(
        Math.max(0, Math.min(frame.path("retryAfterMs").asLong(0), LONGEST_PAUSE.toMillis())));
  }

  static @Nullable String text(JsonNode frame, String field) {
    JsonNode value = frame.path(field);
    return value.isTextual() ? value.asText() : null;
  }
}
