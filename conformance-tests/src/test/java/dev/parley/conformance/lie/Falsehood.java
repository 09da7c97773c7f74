package dev.parley.conformance.lie;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parley.conformance.probe.Samples;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One change of a JSON document that its schema forbids.
 *
 * @param name what is changed, and where
 * @param change makes the changed document; answers what it is given where there is nothing to
 *     change
 */
record Falsehood(String name, UnaryOperator<JsonNode> change) {
  private static final int DEEPEST = 6;
  private static final String MORE = "noSuchField";

  /**
   * All that can be done to a document: each field dropped that has to be there, each of another
   * type, values out of their enumeration or format, and fields too many.
   *
   * @param sample a document that keeps the schema, with all that can be changed
   */
  static List<Falsehood> of(UnaryOperator<JsonNode> resolve, JsonNode schema, JsonNode sample) {
    List<Falsehood> result = new ArrayList<>();
    walk(resolve, schema, sample, "", result, 0);
    return result;
  }

  private static void walk(
      UnaryOperator<JsonNode> resolve,
      JsonNode reference,
      JsonNode sample,
      String pointer,
      List<Falsehood> result,
      int depth) {
    JsonNode schema = Samples.flat(resolve, reference);
    if (depth > DEEPEST) {
      return;
    }
    if (sample instanceof ArrayNode items && !items.isEmpty()) {
      String first = pointer + "/0";
      result.add(
          new Falsehood("changes the type of " + first, d -> set(d, first, IntNode.valueOf(7))));
      walk(resolve, schema.path("items"), items.get(0), first, result, depth + 1);
    }
    if (!(sample instanceof ObjectNode object) || !schema.has("properties")) {
      return;
    }
    result.add(
        new Falsehood(
            "adds a field to " + (pointer.isEmpty() ? "the whole" : pointer),
            d -> set(d, pointer + "/" + MORE, IntNode.valueOf(1))));
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> e : object.properties()) {
      String at = pointer + "/" + e.getKey();
      JsonNode property = Samples.flat(resolve, schema.path("properties").path(e.getKey()));
      if (required.contains(e.getKey())) {
        result.add(new Falsehood("drops " + at, d -> drop(d, at)));
      }
      if (!property.isEmpty()) {
        result.add(new Falsehood("changes the type of " + at, d -> retype(d, at)));
        value(property, at, result);
        walk(resolve, property, e.getValue(), at, result, depth + 1);
      }
    }
  }

  private static void value(JsonNode schema, String at, List<Falsehood> result) {
    if (schema.has("enum")) {
      result.add(
          new Falsehood("unknown value of " + at, d -> replace(d, at, TextNode.valueOf("other"))));
    }
    switch (schema.path("format").asText()) {
      case "decimal" -> result.add(new Falsehood("decimal as number " + at, d -> number(d, at)));
      case "date-time" ->
          result.add(
              new Falsehood(
                  "time with an offset " + at,
                  d -> replace(d, at, TextNode.valueOf(d.at(at).asText().replace("Z", "+00:00")))));
      case "uuid" ->
          result.add(new Falsehood("no uuid " + at, d -> replace(d, at, TextNode.valueOf("uuid"))));
      default -> {}
    }
  }

  /** A document with another value at a place, or with none. */
  private static JsonNode set(JsonNode document, String pointer, JsonNode value) {
    int cut = pointer.lastIndexOf('/');
    JsonNode copy = document.deepCopy();
    JsonNode parent = copy.at(pointer.substring(0, cut));
    String name = pointer.substring(cut + 1);
    if (parent instanceof ObjectNode object) {
      object.set(name, value);
      return copy;
    }
    if (parent instanceof ArrayNode items && items.size() > Integer.parseInt(name)) {
      items.set(Integer.parseInt(name), value);
      return copy;
    }
    return document;
  }

  static JsonNode drop(JsonNode document, String pointer) {
    if (document.at(pointer).isMissingNode()) {
      return document;
    }
    int cut = pointer.lastIndexOf('/');
    JsonNode copy = document.deepCopy();
    if (copy.at(pointer.substring(0, cut)) instanceof ObjectNode object) {
      object.remove(pointer.substring(cut + 1));
    }
    return copy;
  }

  /** With another value for one that is there and is not null. */
  static JsonNode replace(JsonNode document, String pointer, JsonNode value) {
    JsonNode present = document.at(pointer);
    boolean nothing = present.isMissingNode() || present.isNull() || present.equals(value);
    return nothing ? document : set(document, pointer, value);
  }

  private static JsonNode number(JsonNode document, String pointer) {
    JsonNode present = document.at(pointer);
    return present.isTextual()
        ? set(document, pointer, DecimalNode.valueOf(new BigDecimal(present.asText())))
        : document;
  }

  private static JsonNode retype(JsonNode document, String pointer) {
    JsonNode present = document.at(pointer);
    if (present.isMissingNode()) {
      return document;
    }
    JsonNode other =
        switch (present.getNodeType()) {
          case STRING, NULL -> BooleanNode.TRUE;
          case NUMBER, BOOLEAN -> TextNode.valueOf(present.asText());
          case OBJECT -> JsonNodeFactory.instance.arrayNode();
          default -> JsonNodeFactory.instance.objectNode();
        };
    return set(document, pointer, other);
  }
}
