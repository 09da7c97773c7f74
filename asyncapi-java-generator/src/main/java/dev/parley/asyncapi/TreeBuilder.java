package dev.parley.asyncapi;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tree of the tokens of a parser, in which YAML's aliases and merge keys ({@code <<}) stand for
 * what they mean: Jackson reads an alias as a string of its name, which would be taken for the
 * value.
 */
final class TreeBuilder {
  private static final int MAX_DEPTH = 250;

  /** Values, those behind aliases counted as often as they are used: a bomb ends here. */
  private static final long MAX_VALUES = 2_000_000;

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Path file;
  private final JsonParser parser;
  private final Map<String, JsonNode> anchors = new HashMap<>();
  private final Map<String, Long> sizes = new HashMap<>();
  private long values;

  /** Reads from the parser's present token. */
  TreeBuilder(Path file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  JsonNode build() throws IOException {
    return value(0);
  }

  private JsonNode value(int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw refuse("is nested deeper than " + MAX_DEPTH + " levels");
    }
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      return anchored(parser.getText());
    }
    String anchor = parser instanceof YAMLParser yaml ? yaml.getObjectId() : null;
    long before = values;
    count(1);
    JsonToken token = parser.currentToken();
    JsonNode value =
        switch (token) {
          case START_OBJECT -> object(depth);
          case START_ARRAY -> array(depth);
          case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(token == JsonToken.VALUE_TRUE);
          case VALUE_NULL -> NODES.nullNode();
          case VALUE_NUMBER_INT ->
              switch (parser.getNumberType()) {
                case INT -> NODES.numberNode(parser.getIntValue());
                case LONG -> NODES.numberNode(parser.getLongValue());
                default -> NODES.numberNode(parser.getBigIntegerValue());
              };
          case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
          default -> NODES.textNode(parser.getText());
        };
    if (anchor != null) {
      anchors.put(anchor, value);
      sizes.put(anchor, values - before);
    }
    return value;
  }

  private JsonNode anchored(String name) {
    JsonNode value = anchors.get(name);
    if (value == null) {
      throw refuse("the alias *" + name + " stands for nothing that is complete before it");
    }
    count(sizes.getOrDefault(name, 1L));
    return value;
  }

  private ObjectNode object(int depth) throws IOException {
    Map<String, JsonNode> own = new LinkedHashMap<>();
    Map<String, JsonNode> merged = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      JsonNode value = value(depth + 1);
      if (key.equals("<<") && parser instanceof YAMLParser) {
        merge(value, merged);
      } else {
        own.put(key, value);
      }
    }
    ObjectNode object = NODES.objectNode();
    object.setAll(own);
    merged.forEach(object::putIfAbsent);
    return object;
  }

  /** An earlier one of several counts more. */
  private void merge(JsonNode value, Map<String, JsonNode> merged) {
    if (value.isArray()) {
      value.forEach(one -> merge(one, merged));
    } else if (value.isObject()) {
      value.properties().forEach(e -> merged.putIfAbsent(e.getKey(), e.getValue()));
    } else {
      throw refuse("<< merges objects, this is " + value.getNodeType());
    }
  }

  private ArrayNode array(int depth) throws IOException {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(depth + 1));
    }
    return array;
  }

  private void count(long more) {
    values += more;
    if (values > MAX_VALUES) {
      throw refuse("holds more than " + MAX_VALUES + " values, aliases followed");
    }
  }

  private Refusal refuse(String reason) {
    return new Refusal(file + " line " + parser.currentTokenLocation().getLineNr(), reason);
  }
}
