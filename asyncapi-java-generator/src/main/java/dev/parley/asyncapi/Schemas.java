package dev.parley.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * Reading one schema: its kind, and whether it says something that Java types made here cannot say.
 */
final class Schemas {

  /**
   * Keywords that change what values are possible in a way that a record, enum or list cannot
   * express.
   */
  private static final List<String> UNSUPPORTED =
      List.of(
          "not",
          "if",
          "then",
          "else",
          "patternProperties",
          "prefixItems",
          "additionalItems",
          "contains",
          "propertyNames",
          "dependencies",
          "dependentSchemas",
          "dependentRequired",
          "unevaluatedItems",
          "unevaluatedProperties",
          "$dynamicRef",
          "$recursiveRef",
          "$anchor",
          "$id");

  private static final Set<String> SHAPING =
      Set.of(
          "type",
          "const",
          "enum",
          "$ref",
          "properties",
          "oneOf",
          "anyOf",
          "allOf",
          "items",
          "format");

  private Schemas() {}

  /** Refuses a schema that cannot be honoured. */
  static void check(Node schema) {
    JsonNode json = schema.json();
    if (!json.isObject() && !json.isBoolean()) {
      throw schema.refuse("a schema is an object, this is " + json.getNodeType());
    }
    for (String keyword : UNSUPPORTED) {
      if (json.has(keyword)) {
        throw schema.refuse("the keyword " + keyword + " is not supported");
      }
    }
    if (json.path("items").isArray()) {
      throw schema.refuse("items as a list (a tuple) is not supported");
    }
    List<String> shapes =
        List.of("oneOf", "anyOf", "enum", "const", "items").stream().filter(json::has).toList();
    boolean object = json.has("properties") || json.has("allOf");
    boolean clash = shapes.size() > 1 && !shapes.equals(List.of("enum", "const"));
    if (clash || (object && !shapes.isEmpty())) {
      throw schema.refuse(
          "the keywords "
              + String.join(", ", shapes)
              + (object ? " and properties or allOf" : "")
              + " are not supported together");
    }
  }

  static boolean nullable(Node schema) {
    JsonNode type = schema.json().path("type");
    boolean listed = false;
    for (JsonNode one : type) {
      listed |= one.asText().equals("null");
    }
    for (JsonNode one : schema.json().path("enum")) {
      listed |= one.isNull();
    }
    return listed || schema.flag("nullable");
  }

  /**
   * The type keyword, null aside; inferred from the other keywords where it is absent. Empty for
   * anything.
   */
  static String kind(Node schema) {
    JsonNode type = schema.json().path("type");
    if (type.isTextual()) {
      return type.asText();
    }
    String kind = "";
    for (JsonNode one : type) {
      if (!one.asText().equals("null")) {
        if (!kind.isEmpty()) {
          throw schema.refuse(
              "more than one type (" + kind + ", " + one.asText() + ") is not supported");
        }
        kind = one.asText();
      }
    }
    return kind.isEmpty() ? inferred(schema.json()) : kind;
  }

  private static String inferred(JsonNode json) {
    if (json.has("properties") || json.has("allOf") || json.has("additionalProperties")) {
      return "object";
    }
    if (json.has("items")) {
      return "array";
    }
    JsonNode value = json.has("const") ? json.get("const") : json.path("enum").path(0);
    return value.isTextual()
        ? "string"
        : value.isBoolean() ? "boolean" : value.isIntegralNumber() ? "integer" : "";
  }

  /** Whether a property's schema says more than a remark such as a description. */
  static boolean shapes(Node schema) {
    return SHAPING.stream().anyMatch(schema::has);
  }

  /** Whether it adds nothing to its single allOf part: the way to put a remark beside a $ref. */
  static boolean wrapsOne(Node schema) {
    return schema.json().path("allOf").size() == 1
        && !schema.has("properties")
        && !schema.has("required")
        && !schema.has("additionalProperties");
  }
}
