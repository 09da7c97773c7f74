package dev.parley.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Values that break one rule of one schema, whose references are resolved; what stands below an
 * object or an array is not looked at. It is a second reading of the schema language: nothing of
 * the server's is used.
 */
final class Rules {
  /** Texts that hardly any pattern or format allows; none means anything in a path. */
  private static final List<String> ODD = List.of("!", " ", "ß", "-", "_", "a", "A", "0", "é ");

  private static final String DECIMAL = "-?[0-9]{1,20}(\\.[0-9]{1,18})?";

  private Rules() {}

  /** A value and the code of the rule that it breaks. */
  record Bad(String code, String how, JsonNode value) {}

  /** Everything that a body may not have in this place. */
  static List<Bad> broken(JsonNode schema, JsonNode valid) {
    List<Bad> bad = new ArrayList<>(wrongTypes(schema));
    if (!schema.path("nullable").asBoolean()) {
      bad.add(new Bad("null", "null", NullNode.getInstance()));
    }
    bad.addAll(limits(schema, valid));
    format(schema).ifPresent(bad::add);
    if (schema.has("enum")) {
      bad.add(new Bad("enum", "none of the enumeration", TextNode.valueOf("no_such_value")));
      bad.add(new Bad("enum", "empty", TextNode.valueOf("")));
    }
    return bad;
  }

  private static List<Bad> wrongTypes(JsonNode schema) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    List<JsonNode> others =
        switch (schema.path("type").asText()) {
          case "string" -> List.of(IntNode.valueOf(7), BooleanNode.TRUE, json.objectNode());
          case "integer" -> List.of(json.numberNode(1.5), TextNode.valueOf("7"), json.arrayNode());
          case "boolean" -> List.of(TextNode.valueOf("true"), IntNode.valueOf(1));
          case "object" -> List.of(json.arrayNode(), TextNode.valueOf("x"), IntNode.valueOf(7));
          case "array" -> List.of(json.objectNode(), TextNode.valueOf("x"));
          default -> List.of();
        };
    return others.stream()
        .map(other -> new Bad("type", "of the wrong type: " + other, other))
        .toList();
  }

  /** Lengths, bounds, scale, pattern and numbers of items; a parameter's too. */
  static List<Bad> limits(JsonNode schema, JsonNode valid) {
    return switch (schema.path("type").asText()) {
      case "integer" -> integers(schema);
      case "string" -> schema.has("enum") ? List.of() : strings(schema);
      case "array" -> arrays(schema, valid);
      default -> List.of();
    };
  }

  private static List<Bad> integers(JsonNode schema) {
    List<Bad> bad = new ArrayList<>();
    boolean wide = schema.path("format").asText().equals("int64");
    long least = schema.path("minimum").asLong(wide ? Long.MIN_VALUE : Integer.MIN_VALUE);
    long most = schema.path("maximum").asLong(wide ? Long.MAX_VALUE : Integer.MAX_VALUE);
    BigInteger below = BigInteger.valueOf(least).subtract(BigInteger.ONE);
    BigInteger above = BigInteger.valueOf(most).add(BigInteger.ONE);
    bad.add(new Bad("below_minimum", "below " + least, BigIntegerNode.valueOf(below)));
    bad.add(new Bad("above_maximum", "above " + most, BigIntegerNode.valueOf(above)));
    return bad;
  }

  private static List<Bad> strings(JsonNode schema) {
    List<Bad> bad = new ArrayList<>();
    int shortest = schema.path("minLength").asInt(0);
    int longest = schema.path("maxLength").asInt(-1);
    if (shortest > 0) {
      bad.add(text("too_short", "too short", "a".repeat(shortest - 1)));
    }
    if (longest >= 0) {
      bad.add(text("too_long", "too long", "a".repeat(longest + 1)));
    }
    if (schema.path("format").asText().equals("decimal")) {
      bad.addAll(decimals(schema));
    } else if (schema.has("pattern") && !schema.has("format")) {
      Pattern pattern = Pattern.compile(schema.path("pattern").asText());
      odd(schema, text -> !pattern.matcher(text).find())
          .ifPresent(odd -> bad.add(text("pattern", "against the pattern", odd)));
    }
    return bad;
  }

  private static List<Bad> decimals(JsonNode schema) {
    List<Bad> bad = new ArrayList<>();
    int scale = schema.path("x-scale").asInt(18);
    BigDecimal step = BigDecimal.ONE.movePointLeft(scale);
    if (schema.has("x-minimum")) {
      BigDecimal least = new BigDecimal(schema.path("x-minimum").asText());
      bad.add(text("below_minimum", "below " + least, least.subtract(step).toPlainString()));
    }
    if (schema.has("x-exclusive-minimum")) {
      BigDecimal least = new BigDecimal(schema.path("x-exclusive-minimum").asText());
      bad.add(text("below_minimum", "not above " + least, least.toPlainString()));
      bad.add(text("below_minimum", "below " + least, least.subtract(step).toPlainString()));
    }
    if (schema.has("x-maximum")) {
      BigDecimal most = new BigDecimal(schema.path("x-maximum").asText());
      bad.add(text("above_maximum", "above " + most, most.add(step).toPlainString()));
    }
    if (schema.has("x-scale") && scale < 18) {
      BigDecimal precise = BigDecimal.ONE.add(BigDecimal.ONE.movePointLeft(scale + 1));
      bad.add(text("too_precise", "too precise", precise.toPlainString()));
    }
    return bad;
  }

  private static List<Bad> arrays(JsonNode schema, JsonNode valid) {
    List<Bad> bad = new ArrayList<>();
    int least = schema.path("minItems").asInt(0);
    int most = schema.path("maxItems").asInt(-1);
    if (least > 0) {
      bad.add(new Bad("too_few_items", "too few", repeated(valid, least - 1)));
    }
    if (most >= 0 && !valid.isEmpty()) {
      bad.add(new Bad("too_many_items", "too many", repeated(valid, most + 1)));
    }
    return bad;
  }

  static ArrayNode repeated(JsonNode items, int times) {
    ArrayNode result = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < times; i++) {
      result.add(items.path(i % items.size()));
    }
    return result;
  }

  /** Text that is not of the format; a parameter that has it does not parse. */
  static Optional<Bad> format(JsonNode schema) {
    String format = schema.path("format").asText();
    Optional<String> wrong =
        switch (format) {
          case "uuid", "date-time", "date", "uri", "email" -> odd(schema, text -> true);
          case "decimal" -> odd(schema, text -> !text.matches(DECIMAL));
          default -> Optional.empty();
        };
    return wrong.map(text -> text("format", "no " + format, text));
  }

  /** A text of a length that is allowed and which is wrong. */
  private static Optional<String> odd(JsonNode schema, Predicate<String> wrong) {
    int shortest = Math.max(1, schema.path("minLength").asInt(1));
    return ODD.stream()
        .map(text -> text.repeat(Math.ceilDiv(shortest, text.length())))
        .map(text -> text.substring(0, Math.max(shortest, 1)))
        .filter(wrong)
        .findFirst();
  }

  private static Bad text(String code, String how, String text) {
    return new Bad(code, how, TextNode.valueOf(text));
  }
}
