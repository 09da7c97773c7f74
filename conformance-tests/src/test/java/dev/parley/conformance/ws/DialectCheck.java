package dev.parley.conformance.ws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.ws.Messages.Message;
import dev.parley.conformance.ws.Messages.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Holds the events of the two dialects to the contract: a name of the contract ({@code
 * x-dialect-names}) for topic and event, and the content that the contract's own event has.
 */
public final class DialectCheck {
  private DialectCheck() {}

  /** Frames of {@code /ws/events}: {@code {"t", "p"}}. */
  public static Function<JsonNode, List<String>> events() {
    return frame -> {
      if (frame.size() != 2 || !frame.path("t").isTextual() || !frame.path("p").isObject()) {
        return List.of("not {\"t\", \"p\"}");
      }
      JsonNode content = frame.path("p");
      if (!content.has("event_type")) {
        return switch (frame.path("t").asText()) {
          case "server_ready" -> fields(content, "message", "connection_id", "protocol_version");
          case "subscription" -> fields(content, "action", "topics");
          case "error" -> fields(content, "message", "code", "recoverable");
          case "pong" -> fields(content, "timestamp");
          default -> List.of("an unknown kind");
        };
      }
      Optional<Topic> topic = topic("events", frame.path("t").asText());
      if (topic.isEmpty()) {
        return List.of("no contract names this topic");
      }
      String name = content.path("event_type").asText();
      Optional<Message> message = message(topic.get(), "events", name);
      return message
          .map(m -> spelled(m, frame.path("t").asText(), topic.get(), content.path("data")))
          .orElse(List.of("no contract names this event"));
    };
  }

  /** Frames of {@code /ws}: {@code {"topic", "event", "data"}} or a pong. */
  public static Function<JsonNode, List<String>> family() {
    return frame -> {
      if (frame.path("action").asText().equals("pong")) {
        return fields(frame, "action");
      }
      List<String> found = new ArrayList<>(fields(frame, "topic", "event", "data"));
      JsonNode data = frame.path("data");
      found.addAll(fields(data, "entity_id", "payload", "user_id", "timestamp"));
      Optional<Message> message =
          topic("family", frame.path("topic").asText())
              .flatMap(topic -> message(topic, "family", frame.path("event").asText()));
      if (message.isEmpty()) {
        found.add("no contract names this topic and event");
      }
      return found;
    };
  }

  /** The frame that the same event would be without the dialect. */
  private static List<String> spelled(Message message, String name, Topic topic, JsonNode data) {
    ObjectNode frame = message.examples().get(0).deepCopy();
    frame.put("topic", name.equals(topic.nameIn("events")) ? topic.template() : name);
    frame.set("data", data);
    return message.check(frame);
  }

  private static Optional<Topic> topic(String dialect, String name) {
    return Messages.topics().stream()
        .filter(topic -> topic.nameIn(dialect).equals(name) || topic.matches(name))
        .findFirst();
  }

  private static Optional<Message> message(Topic topic, String dialect, String name) {
    if (name.equals(topic.snapshot().type())) {
      return Optional.of(topic.snapshot());
    }
    return topic.events().stream()
        .filter(m -> m.node().path("x-dialect-names").path(dialect).asText(m.type()).equals(name))
        .findFirst();
  }

  private static List<String> fields(JsonNode object, String... names) {
    List<String> found = new ArrayList<>();
    for (String name : names) {
      if (!object.has(name)) {
        found.add("no " + name);
      }
    }
    if (object.size() > names.length) {
      found.add("more fields than " + String.join(", ", names));
    }
    return found;
  }
}
