package dev.parley.platform.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes checks from the schemas of one bundled document. It knows the words that the lint rules let
 * a contract use; a schema compiled once is shared, and one that refers to itself works.
 */
public final class SchemaCompiler {
  private final JsonNode document;
  private final Map<String, Check> compiled = new HashMap<>();

  public SchemaCompiler(JsonNode document) {
    this.document = document;
  }

  /** The check of a schema node of this document. */
  public Check compile(JsonNode schema) {
    if (schema.has("$ref")) {
      return reference(schema.get("$ref").asText());
    }
    Check check = withoutNull(schema);
    boolean nullable = schema.path("nullable").asBoolean();
    return (value, pointer, found) -> {
      if (!value.isNull()) {
        check.check(value, pointer, found);
      } else if (!nullable) {
        found.add(pointer, "null", "must not be null");
      }
    };
  }

  /** The schema that a reference leads to, or the schema itself. */
  public JsonNode resolve(JsonNode schema) {
    JsonNode resolved = schema;
    while (resolved.has("$ref")) {
      resolved = document.at(resolved.get("$ref").asText().substring(1));
    }
    return resolved;
  }

  private Check reference(String ref) {
    Check known = compiled.get(ref);
    if (known != null) {
      return known;
    }
    // A schema that refers to itself finds this one, which looks the finished check up when it
    // runs.
    compiled.put(ref, (value, pointer, found) -> compiled.get(ref).check(value, pointer, found));
    Check check = compile(document.at(ref.substring(1)));
    compiled.put(ref, check);
    return check;
  }

  private Check withoutNull(JsonNode schema) {
    if (schema.has("oneOf")) {
      return oneOf(schema);
    }
    if (schema.has("allOf")) {
      return withoutNull(merged(schema));
    }
    return switch (schema.path("type").asText()) {
      case "object" -> object(schema);
      case "array" -> new ArrayCheck(schema, compile(schema.path("items")));
      case "string" -> new StringCheck(schema);
      case "integer" -> new IntegerCheck(schema);
      case "boolean" ->
          (value, pointer, found) -> {
            if (!value.isBoolean()) {
              found.add(pointer, "type", "must be true or false, found " + ObjectCheck.kind(value));
            }
          };
      case "" -> Check.ANY;
      default ->
          throw new IllegalStateException(
              "a schema of type " + schema.path("type") + " is not supported");
    };
  }

  private Check object(JsonNode schema) {
    Map<String, Check> properties = new LinkedHashMap<>();
    schema
        .path("properties")
        .properties()
        .forEach(e -> properties.put(e.getKey(), compile(e.getValue())));
    return new ObjectCheck(schema, properties);
  }

  private Check oneOf(JsonNode schema) {
    String property = schema.at("/discriminator/propertyName").asText();
    Map<String, Check> choices = new LinkedHashMap<>();
    schema
        .at("/discriminator/mapping")
        .properties()
        .forEach(e -> choices.put(e.getKey(), reference(e.getValue().asText())));
    return (value, pointer, found) -> {
      JsonNode chosen = value.path(property);
      Check choice = chosen.isTextual() ? choices.get(chosen.asText()) : null;
      if (choice == null) {
        found.add(
            pointer + "/" + property,
            "discriminator",
            "must be one of " + String.join(", ", choices.keySet()));
      } else {
        choice.check(value, pointer, found);
      }
    };
  }

  /** One object schema that says what all parts say together. */
  private JsonNode merged(JsonNode schema) {
    ObjectNode all = ((ObjectNode) schema).deepCopy();
    all.remove("allOf");
    all.put("type", "object");
    for (JsonNode part : schema.path("allOf")) {
      JsonNode resolved = resolve(part);
      JsonNode flat = resolved.has("allOf") ? merged(resolved) : resolved;
      all.withObject("/properties").setAll((ObjectNode) flat.path("properties").deepCopy());
      flat.path("required").forEach(all.withArray("/required")::add);
      if (flat.has("additionalProperties")) {
        all.set("additionalProperties", flat.get("additionalProperties"));
      }
    }
    return all;
  }
}
