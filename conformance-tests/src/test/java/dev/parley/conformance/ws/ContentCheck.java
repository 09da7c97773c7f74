package dev.parley.conformance.ws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.ws.Messages.Message;
import dev.parley.conformance.ws.Messages.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What frames say beyond their schema: times near the present, whose event it is, which entity it
 * speaks of, and that it belongs to its topic. Immutable.
 */
final class ContentCheck {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z0-9.]+)}");

  /** Clocks differ; an event that is replayed may be as old as the log, 7 days by default. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private static final Duration OLDEST = Duration.ofDays(8);

  private final Optional<String> user;

  ContentCheck(Optional<String> user) {
    this.user = user;
  }

  void check(JsonNode frame, Message message, List<String> found) {
    Optional<Topic> topic = Messages.topic(frame.path("topic").asText());
    boolean event = topic.isPresent() && topic.get().events().contains(message);
    time(frame, event ? OLDEST : SKEW, found);
    if (topic.isEmpty() || !frame.has("data")) {
      return;
    }
    if (event) {
      entity(frame.path("data"), message, found);
      owner(frame.path("data").path("userId"), topic.get(), found);
      resource(resource(frame.path("data")), topic.get(), frame, found);
    } else {
      for (JsonNode item : frame.at("/data/items")) {
        resource(item, topic.get(), frame, found);
      }
    }
  }

  private static void time(JsonNode frame, Duration age, List<String> found) {
    Instant time = Instant.parse(frame.path("time").asText());
    Instant now = Instant.now();
    if (time.isBefore(now.minus(age)) || time.isAfter(now.plus(SKEW))) {
      found.add("time is far from the present, " + now);
    }
  }

  private static void entity(JsonNode data, Message message, List<String> found) {
    String template = message.entity();
    if (template == null) {
      found.add("the contract does not say what entityId is");
      return;
    }
    String expected = fill(template, path -> data.at("/" + path.replace('.', '/')).asText());
    if (!data.path("entityId").asText().equals(expected)) {
      found.add("entityId is not '" + expected + "'");
    }
  }

  private static String fill(String template, UnaryOperator<String> values) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(match -> Matcher.quoteReplacement(values.apply(match.group(1))));
  }

  private void owner(JsonNode owner, Topic topic, List<String> found) {
    if (!topic.isPrivate()) {
      if (!owner.isNull()) {
        found.add("a public event has a user");
      }
    } else if (user.isPresent() && !owner.asText().equals(user.get())) {
      found.add("the event is not of user " + user.get());
    }
  }

  private static JsonNode resource(JsonNode data) {
    for (Map.Entry<String, JsonNode> e : data.properties()) {
      if (e.getValue().isObject()) {
        return e.getValue();
      }
    }
    return data;
  }

  /** What a topic is of, its content is of too. */
  private static void resource(JsonNode resource, Topic topic, JsonNode frame, List<String> found) {
    topic
        .values(frame.path("topic").asText())
        .forEach(
            (name, value) -> {
              if (resource.has(name) && !resource.path(name).asText().equals(value)) {
                found.add(name + " is not that of the topic");
              }
            });
  }
}
