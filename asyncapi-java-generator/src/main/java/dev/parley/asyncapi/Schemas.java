package dev.parley.asyncapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reading one schema: its kind, and whether it says something that Java types made here cannot say.
 */
final class Schemas {

  /** How deep schemas may be made of schemas. */
  static final int MAX_DEPTH = 100;

  /** What {@link #kind} says of a schema that allows more than one type. */
  static final String MIXED = "mixed";

  /** Keywords that change what a reference means or what a value is made of. */
  private static final List<String> UNSUPPORTED = List.of("$dynamicRef", "$recursiveRef");

  /** Keywords whose schemas hold now and then: what they declare has to be declared for good. */
  private static final List<String> CONDITIONAL =
      List.of("then", "else", "dependentSchemas", "dependencies");

  private static final Set<String> SHAPING =
      Set.of(
          "type",
          "const",
          "enum",
          "$ref",
          "properties",
          "patternProperties",
          "oneOf",
          "anyOf",
          "allOf",
          "items",
          "prefixItems",
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
    if (json.path("$id").isTextual() && !schema.pointer().isEmpty()) {
      throw schema.refuse("$id inside of a document changes what its references mean");
    }
    checkConditional(schema);
    List<String> shapes = List.of("enum", "const", "items").stream().filter(json::has).toList();
    boolean object = json.has("properties") || json.has("allOf");
    boolean clash = shapes.size() > 1 && !shapes.equals(List.of("enum", "const"));
    if (json.has("oneOf") && json.has("anyOf")) {
      throw schema.refuse("the keywords oneOf and anyOf are not supported together");
    }
    if (clash || (json.has("properties") && !shapes.isEmpty())) {
      throw schema.refuse(
          "the keywords "
              + String.join(", ", shapes)
              + (object ? " and properties or allOf" : "")
              + " are not supported together");
    }
  }

  /** Whether it is a message where a schema is expected, as documents have it now and then. */
  static boolean message(Node schema) {
    return schema.has("payload") && !shapes(schema);
  }

  private static void checkConditional(Node schema) {
    Set<String> declared = new TreeSet<>(schema.child("properties").fields().keySet());
    for (String keyword : CONDITIONAL) {
      Node at = schema.child(keyword);
      List<Node> branches =
          keyword.startsWith("dep") ? List.copyOf(at.fields().values()) : List.of(at);
      for (Node branch : branches) {
        Set<String> more = new TreeSet<>(branch.child("properties").fields().keySet());
        more.removeAll(declared);
        if (!more.isEmpty()) {
          throw branch.refuse(
              "declares properties that only sometimes exist ("
                  + String.join(", ", more)
                  + "); declare them in the schema itself");
        }
      }
    }
  }

  static boolean nullable(Node schema) {
    JsonNode type = schema.json().path("type");
    boolean listed = type.asText().equals("null");
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
    if (type.isTextual() && !type.asText().equals("null")) {
      return type.asText();
    }
    String kind = "";
    for (JsonNode one : type) {
      if (!one.asText().equals("null")) {
        kind = join(kind, one.asText());
      }
    }
    return kind.isEmpty() ? inferred(schema.json()) : kind;
  }

  /** Two types as one. */
  static String join(String one, String other) {
    if (one.isEmpty() || one.equals(other)) {
      return other;
    }
    boolean numbers = Set.of("integer", "number").containsAll(Set.of(one, other));
    return numbers ? "number" : MIXED;
  }

  private static String inferred(JsonNode json) {
    if (json.has("properties")
        || json.has("allOf")
        || json.has("additionalProperties")
        || json.has("patternProperties")) {
      return "object";
    }
    if (json.has("items") || json.has("prefixItems")) {
      return "array";
    }
    if (json.has("const")) {
      return kindOf(json.get("const"));
    }
    String kind = "";
    for (JsonNode one : json.path("enum")) {
      kind = one.isNull() ? kind : join(kind, kindOf(one));
    }
    return kind;
  }

  private static String kindOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      case ARRAY -> "array";
      case OBJECT -> "object";
      default -> "";
    };
  }

  /** The one string that it allows, be it a const or an enum with a single value. */
  static Optional<String> onlyValue(Node schema) {
    JsonNode values = schema.json().path("enum");
    JsonNode value = schema.has("const") ? schema.json().get("const") : values.path(0);
    boolean only = schema.has("const") || values.size() == 1;
    return only && value.isTextual() && kind(schema).equals("string")
        ? Optional.of(value.asText())
        : Optional.empty();
  }

  /** Whether it becomes a type of its own rather than one of Java's. */
  static boolean named(Node schema) {
    return schema.has("properties")
        || schema.has("allOf")
        || schema.has("oneOf")
        || schema.has("anyOf")
        || schema.has("enum");
  }

  /** Whether a property's schema says more than a remark such as a description. */
  static boolean shapes(Node schema) {
    return SHAPING.stream().anyMatch(schema::has);
  }

  /**
   * The part of an allOf that it stands for, if the others add nothing but remarks: the way to put
   * a remark beside a $ref.
   */
  static Optional<Node> onlyPart(Node schema, Documents documents) {
    if (!schema.has("allOf")
        || schema.has("properties")
        || schema.has("required")
        || schema.has("additionalProperties")
        || schema.has("patternProperties")) {
      return Optional.empty();
    }
    List<Node> parts = schema.child("allOf").items();
    if (parts.size() == 1) {
      return Optional.of(parts.get(0));
    }
    List<Node> telling = parts.stream().filter(p -> shapes(p) || p.has("required")).toList();
    if (telling.size() == 1) {
      return Optional.of(telling.get(0));
    }
    // Strings and numbers: the part that lists the values says most.
    boolean plain = telling.stream().noneMatch(p -> isObject(documents.target(p)));
    return plain
        ? telling.stream()
            .filter(p -> documents.target(p).has("enum"))
            .findFirst()
            .or(() -> telling.stream().findFirst())
        : Optional.empty();
  }

  private static boolean isObject(Node schema) {
    String kind = kind(schema);
    return kind.equals("object") || kind.isEmpty() || kind.equals(MIXED);
  }
}
