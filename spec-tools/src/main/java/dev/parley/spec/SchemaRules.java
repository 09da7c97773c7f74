package dev.parley.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What every schema must say: a description, and a limit for everything that could be large. */
final class SchemaRules {
  private final String module;
  private final List<String> findings;

  SchemaRules(String module, List<String> findings) {
    this.module = module;
    this.findings = findings;
  }

  void check(String at, JsonNode schema) {
    if (schema.has("$ref")) {
      return;
    }
    require(
        schema.hasNonNull("description") || schema.has("allOf") || schema.has("oneOf"),
        at,
        "description is missing");
    if (schema.has("oneOf")) {
      require(schema.has("discriminator"), at, "oneOf needs a discriminator");
    }
    checkLimits(at, schema);
    for (Map.Entry<String, JsonNode> e : schema.path("properties").properties()) {
      require(
          e.getKey().matches("[a-z][A-Za-z0-9]*|[a-z_]+"),
          at + "/" + e.getKey(),
          "must be camelCase");
      check(at + "/" + e.getKey(), e.getValue());
    }
    if (schema.has("items")) {
      JsonNode items = schema.path("items");
      if (!items.has("$ref")) {
        checkLimits(at + "/items", items);
        items
            .path("properties")
            .properties()
            .forEach(e -> check(at + "/items/" + e.getKey(), e.getValue()));
      }
    }
    schema
        .path("allOf")
        .forEach(
            part ->
                part.path("properties")
                    .properties()
                    .forEach(e -> check(at + "/" + e.getKey(), e.getValue())));
  }

  void checkLimits(String at, JsonNode schema) {
    switch (schema.path("type").asText()) {
      case "string" -> {
        require(
            schema.has("maxLength")
                || schema.has("enum")
                || schema.has("x-codes")
                || schema.has("const")
                || List.of("uuid", "date", "date-time", "decimal")
                    .contains(schema.path("format").asText()),
            at,
            "a string needs maxLength, an enum or a format that bounds it");
        // Codes are UPPER_SNAKE, sort keys name camelCase properties.
        if (!at.contains("ErrorCode") && !at.toLowerCase(Locale.ROOT).endsWith("sort")) {
          schema
              .path("enum")
              .forEach(
                  v ->
                      require(
                          v.isNull() || v.asText().matches("[a-z0-9][a-z0-9_]*"),
                          at,
                          "enum value " + v.asText() + " must be lower_snake"));
        }
      }
      case "integer" ->
          require(
              schema.has("minimum")
                  && (schema.has("maximum") || schema.path("format").asText().equals("int64")),
              at,
              "an integer needs minimum and maximum");
      case "array" -> require(schema.has("maxItems"), at, "an array needs maxItems");
      case "number" ->
          require(false, at, "money, prices and quantities are decimal strings, never numbers");
      default -> {}
    }
  }

  private void require(boolean holds, String place, String rule) {
    if (!holds) {
      findings.add("specs/" + module + ": " + place + ": " + rule);
    }
  }
}
