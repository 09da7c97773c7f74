package dev.parley.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.peers.Suffixes;
import java.util.Map;

/** Makes values of templates: what links take from answers, and what must be unique. */
final class Values {
  private static final String BODY = "$response.body#";
  private static final String REQUEST = "$request.body#";

  private Values() {}

  /** Replaces the runtime expressions of a link in a text or throughout an object. */
  static JsonNode resolve(JsonNode template, Answer answer, JsonNode request) {
    if (template.isTextual()) {
      String text = template.asText();
      JsonNode found =
          text.startsWith(BODY)
              ? answer.json().at(text.substring(BODY.length()))
              : text.startsWith(REQUEST) ? request.at(text.substring(REQUEST.length())) : template;
      if (found.isMissingNode()) {
        throw new AssertionError("The answer has nothing at " + text + ": " + answer.body());
      }
      return found;
    }
    if (!(template instanceof ObjectNode object)) {
      return template;
    }
    ObjectNode result = object.objectNode();
    object
        .properties()
        .forEach(e -> result.set(e.getKey(), resolve(e.getValue(), answer, request)));
    return result;
  }

  /** Gives the values of properties marked {@code x-unique} a suffix. */
  static JsonNode unique(Operation operation, JsonNode body, String tag) {
    if (!(body instanceof ObjectNode object)) {
      return body;
    }
    JsonNode properties =
        operation.resolve(operation.bodyContent().path("schema")).path("properties");
    ObjectNode result = object.deepCopy();
    for (Map.Entry<String, JsonNode> e : object.properties()) {
      if (operation.resolve(properties.path(e.getKey())).path("x-unique").asBoolean()
          && e.getValue().isTextual()) {
        result.set(e.getKey(), TextNode.valueOf(Suffixes.add(e.getValue().asText(), tag)));
      }
    }
    return result;
  }
}
