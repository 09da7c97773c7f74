package dev.parley.conformance.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds JSON against the schemas of one document. The schemas are OpenAPI 3.0's; they are turned
 * into JSON Schema 2020-12 here: {@code nullable}, the formats (also {@code decimal}, and {@code
 * date-time} in UTC), the decimal bounds at zero. An object that names its properties has no others
 * unless it says so: what a contract does not declare is not answered. Thread-safe.
 */
public final class Schemas {
  private static final String OPEN = ".open";
  private static final String DECIMAL = "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$";
  private static final String NOT_NEGATIVE = "^[0-9]";
  private static final String POSITIVE = "^(?=.*[1-9])[0-9]";
  private static final List<String> KEPT =
      List.of(
          "type",
          "required",
          "enum",
          "const",
          "pattern",
          "minLength",
          "maxLength",
          "minimum",
          "maximum",
          "minItems",
          "maxItems",
          "uniqueItems");
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();
  private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

  /**
   * @param document an OpenAPI or AsyncAPI document without references to other files
   */
  public Schemas(JsonNode document) {
    for (Map.Entry<String, JsonNode> e : document.at("/components/schemas").properties()) {
      definitions.set(e.getKey(), convert(e.getValue(), false));
      definitions.set(e.getKey() + OPEN, convert(e.getValue(), true));
    }
  }

  /** What breaks the schema, in words; empty if nothing does. */
  public List<String> check(JsonNode schema, JsonNode value) {
    return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
        .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
        .toList();
  }

  private Schema compile(JsonNode schema) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putArray("allOf").add(convert(schema, false));
    root.set("$defs", definitions);
    return REGISTRY.getSchema(root);
  }

  /**
   * @param open whether it is a part of an {@code allOf}, whose other parts may name properties too
   */
  private static ObjectNode convert(JsonNode schema, boolean open) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    if (schema.has("$ref")) {
      String name = schema.path("$ref").asText().replaceFirst("^#/components/schemas/", "");
      return result.put("$ref", "#/$defs/" + name + (open ? OPEN : ""));
    }
    KEPT.stream().filter(schema::has).forEach(k -> result.set(k, schema.path(k)));
    ArrayNode rules = JsonNodeFactory.instance.arrayNode();
    schema.path("allOf").forEach(part -> rules.add(convert(part, true)));
    format(schema, result, rules);
    if (!rules.isEmpty()) {
      result.set("allOf", rules);
    }
    for (String choice : List.of("oneOf", "anyOf")) {
      schema.path(choice).forEach(part -> result.withArray(choice).add(convert(part, open)));
    }
    if (schema.has("items")) {
      result.set("items", convert(schema.path("items"), false));
    }
    for (Map.Entry<String, JsonNode> e : schema.path("properties").properties()) {
      result.withObject("/properties").set(e.getKey(), convert(e.getValue(), false));
    }
    JsonNode additional = schema.path("additionalProperties");
    if (additional.isObject()) {
      result.set("additionalProperties", convert(additional, false));
    } else if (!open
        && !additional.asBoolean(false)
        && (schema.has("properties") || schema.has("allOf"))) {
      result.put("unevaluatedProperties", false);
    }
    return schema.path("nullable").asBoolean() ? orNull(result) : result;
  }

  private static void format(JsonNode schema, ObjectNode result, ArrayNode rules) {
    switch (schema.path("format").asText()) {
      case "uuid" -> {
        result.put("format", "uuid");
        pattern(rules, "^[0-9a-f-]{36}$");
      }
      case "date-time" -> {
        result.put("format", "date-time");
        pattern(rules, "Z$");
      }
      case "decimal" -> {
        pattern(rules, DECIMAL);
        if (schema.path("x-exclusive-minimum").asText().equals("0")) {
          pattern(rules, POSITIVE);
        } else if (schema.path("x-minimum").asText().equals("0")) {
          pattern(rules, NOT_NEGATIVE);
        }
        if (schema.has("x-scale")) {
          pattern(rules, "^[^.]*(\\.[0-9]{1," + schema.path("x-scale").asInt() + "})?$");
        }
      }
      case "int32" -> range(rules, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case "int64" -> range(rules, Long.MIN_VALUE, Long.MAX_VALUE);
      case "email", "uri", "date" -> result.set("format", schema.path("format"));
      default -> {}
    }
  }

  private static void pattern(ArrayNode rules, String pattern) {
    rules.addObject().put("pattern", pattern);
  }

  private static void range(ArrayNode rules, long minimum, long maximum) {
    rules.addObject().put("minimum", minimum).put("maximum", maximum);
  }

  private static ObjectNode orNull(ObjectNode schema) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.putArray("anyOf").add(schema).addObject().put("type", "null");
    return result;
  }
}
