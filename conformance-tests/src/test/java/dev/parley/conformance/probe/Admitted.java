package dev.parley.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parley.conformance.Suite;
import dev.parley.conformance.World;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.probe.Probe.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a schema just admits: the shortest and the longest, the least and the most, each value of an
 * enumeration, null, and snake_case. A business rule may refuse it still; its schema may not.
 */
final class Admitted {
  /** The codes of what schemas say; all others are rules of the business. */
  private static final Set<String> SCHEMA =
      Set.of(
          "type",
          "null",
          "unknown",
          "enum",
          "format",
          "pattern",
          "too_short",
          "too_long",
          "below_minimum",
          "above_maximum",
          "too_precise",
          "too_few_items",
          "too_many_items",
          "repeated");

  private Admitted() {}

  static List<Probe> probes(Operation operation) {
    List<Probe> probes = new ArrayList<>();
    JsonNode schema = Samples.flat(operation::resolve, operation.bodyContent().path("schema"));
    if (schema.has("properties")) {
      probes.add(
          new Probe(
              operation, Kind.ADMITTED, "the bounds of the body", s -> body(s, operation, schema)));
      List<String> aliased =
          schema.path("properties").properties().stream()
              .map(Map.Entry::getKey)
              .filter(name -> !snake(name).equals(name))
              .toList();
      if (!aliased.isEmpty()) {
        probes.add(
            new Probe(operation, Kind.ADMITTED, "snake_case", s -> aliases(s, operation, aliased)));
      }
    }
    if (!operation.parameters().isEmpty()) {
      probes.add(
          new Probe(
              operation,
              Kind.ADMITTED,
              "the bounds of the parameters",
              suite -> parameters(suite, operation)));
    }
    return probes;
  }

  private static void body(Suite suite, Operation operation, JsonNode schema) {
    World world = new World(suite, operation);
    for (Map.Entry<String, JsonNode> e : schema.path("properties").properties()) {
      JsonNode property = Samples.flat(operation::resolve, e.getValue());
      for (JsonNode value : bounds(property)) {
        Request request = world.prepare(operation);
        ObjectNode body = request.json().deepCopy();
        body.set(e.getKey(), value);
        Answer answer = admitted(suite, request.json(body), "/" + e.getKey());
        if (answer.status() < 300) {
          // Some things can be done once only.
          world = new World(suite, operation);
        }
      }
    }
  }

  private static void parameters(Suite suite, Operation operation) {
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.path("name").asText();
      JsonNode schema = Samples.flat(operation::resolve, parameter.path("schema"));
      for (JsonNode value : bounds(schema)) {
        String text = value.asText();
        if (!value.isNull() && !text.isEmpty()) {
          Request request =
              operation.method().equals("GET")
                  ? suite.stage().request(operation)
                  : new World(suite, operation).prepare(operation);
          String at = parameter.path("in").asText() + "/" + name;
          admitted(suite, request.value(name, text), at);
        }
      }
    }
  }

  /** The answer may refuse the request, though not for breaking the schema in this place. */
  private static Answer admitted(Suite suite, Request request, String pointer) {
    Answer answer = suite.api().call(request);
    boolean cursor = answer.json().path("code").asText().equals("INVALID_CURSOR");
    for (JsonNode error : answer.json().path("errors")) {
      if (error.path("pointer").asText().equals(pointer)
          && SCHEMA.contains(error.path("code").asText())) {
        throw new AssertionError(answer.body() + "\nto " + request);
      }
    }
    // Where a broken schema is 400 too, its errors above say all.
    if (answer.status() == 400 && !cursor && !request.operation().oauthErrors()) {
      throw new AssertionError(answer.body() + "\nto " + request);
    }
    return answer;
  }

  /** Values that are only just in the schema; those of a format that needs more are left out. */
  static List<JsonNode> bounds(JsonNode schema) {
    List<JsonNode> values = new ArrayList<>();
    if (schema.path("nullable").asBoolean()) {
      values.add(NullNode.getInstance());
    }
    if (schema.has("enum")) {
      schema.path("enum").forEach(values::add);
      return values;
    }
    String type = schema.path("type").asText();
    if (type.equals("integer")) {
      Stream.of("minimum", "maximum").filter(schema::has).map(schema::path).forEach(values::add);
    } else if (type.equals("boolean")) {
      values.addAll(List.of(TextNode.valueOf("true"), TextNode.valueOf("false")));
    } else if (schema.path("format").asText().equals("decimal")) {
      values.addAll(decimals(schema));
    } else if (type.equals("string") && Rules.format(schema).isEmpty()) {
      texts(schema, values);
    }
    return values;
  }

  private static List<JsonNode> decimals(JsonNode schema) {
    List<JsonNode> values = new ArrayList<>();
    BigDecimal step = BigDecimal.ONE.movePointLeft(schema.path("x-scale").asInt(18));
    if (schema.has("x-minimum")) {
      values.add(schema.path("x-minimum"));
    }
    if (schema.has("x-exclusive-minimum")) {
      BigDecimal least = new BigDecimal(schema.path("x-exclusive-minimum").asText()).add(step);
      values.add(TextNode.valueOf(least.toPlainString()));
    }
    if (schema.has("x-maximum")) {
      values.add(schema.path("x-maximum"));
    }
    return values;
  }

  private static void texts(JsonNode schema, List<JsonNode> values) {
    Pattern pattern = Pattern.compile(schema.path("pattern").asText(""));
    for (String bound : List.of("minLength", "maxLength")) {
      int length = schema.path(bound).asInt(0);
      Stream.of("a", "A", "0", "ß")
          .map(letter -> letter.repeat(length))
          .filter(text -> length > 0 && pattern.matcher(text).find())
          .findFirst()
          .ifPresent(text -> values.add(TextNode.valueOf(text)));
    }
  }

  private static void aliases(Suite suite, Operation operation, List<String> names) {
    Request request = new World(suite, operation).prepare(operation);
    ObjectNode body = request.json().deepCopy();
    for (String name : names) {
      if (body.has(name)) {
        body.set(snake(name), body.remove(name));
      }
    }
    Answer answer = suite.api().call(request.json(body));
    if (answer.status() != operation.success()) {
      throw new AssertionError(answer.body() + "\nto " + request.json(body));
    }
  }

  private static String snake(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
