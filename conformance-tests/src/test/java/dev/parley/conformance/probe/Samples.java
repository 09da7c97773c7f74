package dev.parley.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.function.UnaryOperator;

/** Values that a schema allows, as a place to start from; only their shape counts. */
public final class Samples {
  private Samples() {}

  /** A value of this schema; missing where none is needed to get any deeper. */
  static JsonNode of(UnaryOperator<JsonNode> resolve, JsonNode reference) {
    return of(resolve, reference, 0);
  }

  private static JsonNode of(UnaryOperator<JsonNode> resolve, JsonNode reference, int depth) {
    JsonNode schema = flat(resolve, reference);
    if (schema.has("example")) {
      return schema.path("example");
    }
    if (schema.has("enum")) {
      return schema.path("enum").path(0);
    }
    return switch (schema.path("type").asText()) {
      case "object" -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (JsonNode name : schema.path("required")) {
          if (depth < 8) {
            JsonNode property = schema.path("properties").path(name.asText());
            object.set(name.asText(), of(resolve, property, depth + 1));
          }
        }
        yield object;
      }
      case "array" -> {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        yield depth < 8 ? items.add(of(resolve, schema.path("items"), depth + 1)) : items;
      }
      case "integer" -> IntNode.valueOf(schema.path("minimum").asInt(1));
      case "boolean" -> BooleanNode.TRUE;
      case "string" -> TextNode.valueOf(text(schema));
      default -> MissingNode.getInstance();
    };
  }

  private static String text(JsonNode schema) {
    return switch (schema.path("format").asText()) {
      case "uuid" -> "018f2f2e-8f3a-7c11-9d5b-2f6f0a4f1c01";
      case "date-time" -> "2026-01-31T12:00:00Z";
      case "date" -> "2026-01-31";
      case "decimal" -> "1";
      case "email" -> "ada@example.com";
      case "uri" -> "https://example.com";
      default -> {
        int shortest = schema.path("minLength").asInt(0);
        int longest = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        yield "sample".repeat(shortest / 6 + 1).substring(0, Math.clamp(6, shortest, longest));
      }
    };
  }

  /** The schema that a reference leads to, the parts of an {@code allOf} put together. */
  public static JsonNode flat(UnaryOperator<JsonNode> resolve, JsonNode reference) {
    JsonNode schema = resolve.apply(reference);
    if (!schema.has("allOf")) {
      return schema;
    }
    ObjectNode all = schema.deepCopy();
    all.remove("allOf");
    for (JsonNode part : schema.path("allOf")) {
      JsonNode flat = flat(resolve, part);
      for (var e : flat.properties()) {
        switch (e.getKey()) {
          case "properties" ->
              e.getValue()
                  .properties()
                  .forEach(p -> all.withObject("/properties").set(p.getKey(), p.getValue()));
          case "required" -> e.getValue().forEach(all.withArray("/required")::add);
          default -> all.set(e.getKey(), e.getValue());
        }
      }
    }
    return all;
  }
}
