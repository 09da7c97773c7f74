package dev.parley.conformance.topics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.ws.Messages.Topic;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names near a topic that are none: each constraint of its parameters broken. */
final class BadTopics {
  private BadTopics() {}

  /**
   * @param name a topic on the wire of this template
   */
  static Set<String> of(Topic topic, String name) {
    Set<String> result = new LinkedHashSet<>();
    result.add(name + ":more");
    result.add(name.toUpperCase(java.util.Locale.ROOT));
    int last = name.lastIndexOf(':');
    if (last > 0) {
      result.add(name.substring(0, last));
    }
    Map<String, String> values = topic.values(name);
    topic
        .parameters()
        .forEach(
            (parameter, schema) -> {
              for (String bad : values(schema, values.get(parameter))) {
                String filled = topic.template().replace("{" + parameter + "}", bad);
                for (Map.Entry<String, String> e : values.entrySet()) {
                  filled = filled.replace("{" + e.getKey() + "}", e.getValue());
                }
                result.add(filled);
              }
            });
    return result;
  }

  private static List<String> values(JsonNode schema, String good) {
    Set<String> result = new LinkedHashSet<>(List.of(""));
    if (schema.has("enum")) {
      result.add("none-of-them");
    }
    if (schema.has("pattern")) {
      result.add(good.toLowerCase(java.util.Locale.ROOT) + "!");
      result.add("-._-");
      if (!schema.has("enum")) {
        result.add(good.toLowerCase(java.util.Locale.ROOT));
      }
    }
    if (schema.has("maxLength")) {
      result.add("X".repeat(schema.path("maxLength").asInt() + 1));
    }
    if (!schema.has("enum")) {
      // Well-formed, but nobody has heard of it.
      result.add("NOSUCH".substring(0, Math.min(6, schema.path("maxLength").asInt(6))));
    }
    result.remove(good);
    return List.copyOf(result);
  }
}
