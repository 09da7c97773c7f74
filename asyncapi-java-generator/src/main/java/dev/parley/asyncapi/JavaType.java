package dev.parley.asyncapi;

import java.util.Map;

/**
 * A type in generated sources. In {@code source} each class name stands in guillemets, fully
 * qualified ({@code «java.util.UUID»}); {@link Imports} makes imports of them.
 */
record JavaType(String source, Kind kind, boolean nullable, boolean text) {

  /** A tree of Jackson: what a value is that no Java type can say. */
  static final JavaType TREE = of("com.fasterxml.jackson.databind.JsonNode");

  enum Kind {
    VALUE,
    LIST,
    MAP
  }

  private static final Map<String, String> PRIMITIVES =
      Map.of(
          "«java.lang.Boolean»", "boolean",
          "«java.lang.Integer»", "int",
          "«java.lang.Long»", "long",
          "«java.lang.Float»", "float",
          "«java.lang.Double»", "double");

  static JavaType of(String qualified) {
    return new JavaType("«" + qualified + "»", Kind.VALUE, false, false);
  }

  static JavaType listOf(JavaType element) {
    return new JavaType(
        "«java.util.List»<" + element.boxed() + ">", Kind.LIST, false, element.text);
  }

  static JavaType mapOf(JavaType value) {
    return new JavaType(
        "«java.util.Map»<«java.lang.String», " + value.boxed() + ">", Kind.MAP, false, value.text);
  }

  JavaType orNull(boolean orNull) {
    return new JavaType(source, kind, nullable || orNull, text);
  }

  JavaType asText() {
    return new JavaType(source, kind, nullable, true);
  }

  /** As a type argument; one that may be null is marked {@code «?...»}. */
  String boxed() {
    return nullable ? source.replaceFirst("«", "«?") : source;
  }

  /** As a variable, in the primitive form where there is one and null is not possible. */
  String plain() {
    return nullable ? boxed() : PRIMITIVES.getOrDefault(source, source);
  }

  boolean primitive() {
    return !nullable && PRIMITIVES.containsKey(source);
  }

  /**
   * Whether Jackson, left to itself, may write something else than the string that the schema asks
   * for: a number for a decimal string, an array of numbers for a date.
   */
  boolean writtenAsText() {
    return text;
  }

  /** The expression that makes a list or map immutable; empty for other types. */
  String copyOf(String expression) {
    return switch (kind) {
      case VALUE -> "";
      case LIST ->
          holdsNull()
              ? "«java.util.Collections».unmodifiableList(new «java.util.ArrayList»<>("
                  + expression
                  + "))"
              : "«java.util.List».copyOf(" + expression + ")";
      case MAP ->
          "«java.util.Collections».unmodifiableMap(new «java.util.LinkedHashMap»<>("
              + expression
              + "))";
    };
  }

  /** Whether a list or map may hold null, which {@code List.copyOf} refuses. */
  boolean holdsNull() {
    return source.indexOf("«?") > 0;
  }
}
