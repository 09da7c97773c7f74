package dev.parley.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What every topic of an AsyncAPI document must say. */
final class TopicRules {
  private final String module;
  private final JsonNode bundle;
  private final Set<String> held;
  private final List<String> findings;

  TopicRules(String module, JsonNode bundle, Set<String> held, List<String> findings) {
    this.held = held;
    this.module = module;
    this.bundle = bundle;
    this.findings = findings;
  }

  void check() {
    for (Map.Entry<String, JsonNode> e : bundle.path("operations").properties()) {
      JsonNode operation = e.getValue();
      String at = "operations/" + e.getKey();
      require(operation.hasNonNull("summary"), at, "summary is missing");
      if (!operation.has("x-topic")) {
        continue;
      }
      String topic = operation.path("x-topic").asText();
      require(
          topic.matches("[a-z][a-z-]*(:\\{[a-z][A-Za-z]*})*"),
          at,
          "x-topic must be name:{parameter}…");
      require(
          held.contains(operation.path("x-scope").asText()), at, "x-scope must be held by a role");
      require(operation.path("x-durable").isBoolean(), at, "x-durable must be true or false");
      require(operation.path("messages").size() > 0, at, "a topic needs at least one message");
      var parameters = java.util.regex.Pattern.compile("\\{([A-Za-z]+)}").matcher(topic);
      while (parameters.find()) {
        require(
            operation.path("x-topic-parameters").path(parameters.group(1)).has("schema"),
            at,
            "x-topic-parameters/" + parameters.group(1) + " needs a schema");
      }
    }
    for (Map.Entry<String, JsonNode> e : bundle.at("/components/messages").properties()) {
      String at = "components/messages/" + e.getKey();
      require(e.getValue().hasNonNull("name"), at, "name (the wire type) is missing");
      require(e.getValue().has("payload"), at, "payload is missing");
      require(e.getValue().path("examples").size() > 0, at, "an example is missing");
    }
  }

  private void require(boolean holds, String place, String rule) {
    if (!holds) {
      findings.add("specs/" + module + " asyncapi: " + place + ": " + rule);
    }
  }
}
