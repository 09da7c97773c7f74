package dev.parley.platform.ws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.platform.contract.Patterns;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A topic as its AsyncAPI operation declares it.
 *
 * @param module that serves it
 * @param pattern {@code x-topic}, parameters in braces
 * @param scope that a subscriber must hold
 * @param roles that hold the scope
 * @param durable whether its events are in the log
 * @param sequenced whether events outside the log are numbered; false if all are conflated
 * @param hasSnapshot whether it declares one
 * @param parameters what the value of each parameter must be
 * @param types the wire types of its events
 * @param topicNames its names in the dialects, by dialect
 * @param eventNames the dialects' names of its event types, by dialect and type
 */
public record TopicRule(
    String module,
    String pattern,
    String scope,
    List<String> roles,
    boolean durable,
    boolean sequenced,
    boolean hasSnapshot,
    Map<String, Predicate<String>> parameters,
    Set<String> types,
    Map<String, String> topicNames,
    Map<String, Map<String, String>> eventNames) {

  public TopicRule {
    roles = List.copyOf(roles);
    parameters = Map.copyOf(parameters);
    types = Set.copyOf(types);
    topicNames = Map.copyOf(topicNames);
    eventNames = Map.copyOf(eventNames);
  }

  /** The values of the parameters if this topic is one of the pattern. */
  public Optional<Map<String, String>> match(String topic) {
    List<String> wanted = List.of(pattern.split(":", -1));
    List<String> given = List.of(topic.split(":", -1));
    if (wanted.size() != given.size()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < wanted.size(); i++) {
      String segment = wanted.get(i);
      if (segment.startsWith("{") && segment.endsWith("}")) {
        String name = segment.substring(1, segment.length() - 1);
        if (!parameters.getOrDefault(name, value -> !value.isEmpty()).test(given.get(i))) {
          return Optional.empty();
        }
        values.put(name, given.get(i));
      } else if (!segment.equals(given.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }

  /** What a parameter's JSON Schema demands of a text. */
  static Predicate<String> values(JsonNode schema) {
    Predicate<String> valid = value -> !value.isEmpty();
    if (schema.has("enum")) {
      Set<String> allowed = new HashSet<>();
      schema.get("enum").forEach(one -> allowed.add(one.asText()));
      valid = valid.and(allowed::contains);
    }
    if (schema.has("pattern")) {
      valid = valid.and(Patterns.compile(schema.get("pattern").asText()).asPredicate());
    }
    int max = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    int min = schema.path("minLength").asInt(0);
    return valid.and(value -> value.length() >= min && value.length() <= max);
  }
}
