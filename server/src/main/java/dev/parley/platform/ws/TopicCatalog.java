package dev.parley.platform.ws;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.platform.ws.protocol.DialectNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** All topics that this node serves, read from the bundled AsyncAPI documents. Immutable. */
public final class TopicCatalog {
  private final List<TopicRule> rules;

  private TopicCatalog(List<TopicRule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Reads the operations with an {@code x-topic}.
   *
   * @param documents bundled (local references only), by module
   */
  public static TopicCatalog of(Map<String, JsonNode> documents) {
    List<TopicRule> rules = new ArrayList<>();
    documents.forEach(
        (module, document) -> {
          for (JsonNode operation : document.path("operations")) {
            if (operation.has("x-topic")) {
              rules.add(rule(module, new Document(document), operation));
            }
          }
        });
    return new TopicCatalog(rules);
  }

  private static TopicRule rule(String module, Document document, JsonNode operation) {
    Map<String, Predicate<String>> parameters = new HashMap<>();
    operation
        .path("x-topic-parameters")
        .properties()
        .forEach(
            one ->
                parameters.put(
                    one.getKey(),
                    TopicRule.values(document.resolve(one.getValue().path("schema")))));
    String delivery = operation.path("x-delivery").asText("log");
    boolean sequenced = delivery.equals("sequenced");
    List<String> roles = new ArrayList<>();
    operation.path("x-roles").forEach(role -> roles.add(role.asText()));
    Set<String> types = new HashSet<>();
    Map<String, Map<String, String>> eventNames = new HashMap<>();
    for (JsonNode reference : operation.path("messages")) {
      JsonNode message = document.resolve(reference);
      String type = message.path("name").asText();
      types.add(type);
      sequenced |= message.path("x-delivery").asText(delivery).equals("sequenced");
      names(message)
          .forEach(
              (dialect, name) ->
                  eventNames.computeIfAbsent(dialect, d -> new HashMap<>()).put(type, name));
    }
    return new TopicRule(
        module,
        operation.path("x-topic").asText(),
        operation.path("x-scope").asText(),
        roles,
        operation.path("x-durable").asBoolean(),
        sequenced,
        operation.has("x-snapshot"),
        parameters,
        types,
        names(operation),
        eventNames);
  }

  private static Map<String, String> names(JsonNode node) {
    Map<String, String> names = new HashMap<>();
    node.path("x-dialect-names")
        .properties()
        .forEach(one -> names.put(one.getKey(), one.getValue().asText()));
    return names;
  }

  public List<TopicRule> rules() {
    return rules;
  }

  /** The rule and parameters of a topic as a client names it. */
  public Optional<Match> find(String topic) {
    for (TopicRule rule : rules) {
      Optional<Map<String, String>> parameters = rule.match(topic);
      if (parameters.isPresent()) {
        return Optional.of(new Match(rule, parameters.get()));
      }
    }
    return Optional.empty();
  }

  /** The names that the contract gives topics and events in a dialect. */
  public DialectNames dialect(String dialect) {
    Map<String, String> names = new HashMap<>();
    Map<String, String> originals = new HashMap<>();
    for (TopicRule rule : rules) {
      String name = rule.topicNames().get(dialect);
      if (name != null) {
        names.put(rule.pattern(), name);
        originals.put(name, rule.pattern());
      }
    }
    return new DialectNames() {
      @Override
      public String topic(String topic) {
        return names.getOrDefault(topic, topic);
      }

      @Override
      public String original(String name) {
        return originals.getOrDefault(name, name);
      }

      @Override
      public String event(String topic, String type) {
        return find(topic)
            .map(match -> match.rule().eventNames().getOrDefault(dialect, Map.of()).get(type))
            .orElse(type);
      }
    };
  }

  /** A topic found, and what stands in its parameters. */
  public record Match(TopicRule rule, Map<String, String> parameters) {}

  /** Follows local references. */
  private record Document(JsonNode root) {
    JsonNode resolve(JsonNode node) {
      JsonNode here = node;
      while (here.has("$ref")) {
        here = root.at(here.get("$ref").asText().substring(1));
      }
      return here;
    }
  }
}
