package dev.parley.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Form;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.probe.Probe.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Bodies that break one rule of their schema, at every depth, and one that breaks many. */
public final class Bodies {
  private static final int DEEPEST = 8;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final UnaryOperator<JsonNode> resolve;
  private final List<Breach> breaches = new ArrayList<>();

  private Bodies(UnaryOperator<JsonNode> resolve) {
    this.resolve = resolve;
  }

  static List<Probe> probes(Operation operation) {
    JsonNode schema = operation.bodyContent().path("schema");
    if (schema.isMissingNode()) {
      return List.of();
    }
    // The names of the cases are known before there is a request; their values come with it.
    JsonNode example = operation.bodyContent().path("examples").elements().next().path("value");
    List<Probe> probes = new ArrayList<>();
    for (Breach breach : sayable(operation, schema, example)) {
      probes.add(
          new Probe(
              operation,
              Kind.BODY,
              "body " + breach.name(),
              suite -> {
                Request request = suite.stage().request(operation);
                Breach now =
                    sayable(operation, schema, request.json()).stream()
                        .filter(b -> b.name().equals(breach.name()))
                        .findFirst()
                        .orElseThrow();
                Refusal.expect(suite, request.json(now.value()), List.of(now));
              }));
    }
    probes.add(
        new Probe(
            operation,
            Kind.BODY,
            "body with a breach in every property",
            suite -> {
              Request request = suite.stage().request(operation);
              Map<String, Breach> first = new LinkedHashMap<>();
              sayable(operation, schema, request.json()).stream()
                  .filter(b -> b.pointer().lastIndexOf('/') == 0 && !b.code().equals("required"))
                  .forEach(b -> first.putIfAbsent(b.pointer(), b));
              ObjectNode body = request.json().deepCopy();
              first.forEach((at, b) -> body.set(at.substring(1), b.value().at(at)));
              Refusal.expect(suite, request.json(body), first.values());
            }));
    return probes;
  }

  /** Those that the operation's media type can say: all JSON, and flat texts in a form. */
  private static List<Breach> sayable(Operation operation, JsonNode schema, JsonNode valid) {
    return breaches(operation::resolve, schema, valid).stream()
        .filter(breach -> !operation.isForm() || Form.canSay(breach.value()))
        .toList();
  }

  /** Every document that breaks one rule of the schema and is otherwise like the valid one. */
  public static List<Breach> breaches(
      UnaryOperator<JsonNode> resolve, JsonNode schema, JsonNode valid) {
    Bodies bodies = new Bodies(resolve);
    bodies.walk(schema, valid, "", value -> value, 0);
    return bodies.breaches;
  }

  private void walk(
      JsonNode reference,
      JsonNode valid,
      String pointer,
      UnaryOperator<JsonNode> document,
      int depth) {
    if (depth > DEEPEST) {
      return;
    }
    JsonNode schema = Samples.flat(resolve, reference);
    for (Rules.Bad bad : Rules.broken(schema, valid)) {
      add(bad.code(), pointer, bad.how(), document.apply(bad.value()));
    }
    if (schema.path("type").asText().equals("array") && valid instanceof ArrayNode items) {
      array(schema, items, pointer, document, depth);
    } else if (valid instanceof ObjectNode object) {
      object(schema, object, pointer, document, depth);
    }
  }

  private void object(
      JsonNode schema,
      ObjectNode object,
      String pointer,
      UnaryOperator<JsonNode> document,
      int depth) {
    for (JsonNode required : schema.path("required")) {
      ObjectNode less = object.deepCopy();
      less.remove(required.asText());
      String at = pointer + "/" + required.asText();
      add("required", at, "missing", document.apply(less));
    }
    JsonNode additional = schema.path("additionalProperties");
    if (schema.has("properties") && !additional.asBoolean(false) && !additional.isObject()) {
      ObjectNode more = object.deepCopy();
      more.set("noSuchProperty", TextNode.valueOf("x"));
      add("unknown", pointer + "/noSuchProperty", "unknown", document.apply(more));
    }
    for (Map.Entry<String, JsonNode> e : schema.path("properties").properties()) {
      String name = e.getKey();
      JsonNode present = object.path(name);
      JsonNode valid =
          present.isMissingNode() || present.isNull() ? Samples.of(resolve, e.getValue()) : present;
      walk(
          e.getValue(),
          valid,
          pointer + "/" + name,
          value -> {
            ObjectNode changed = object.deepCopy();
            changed.set(name, value);
            return document.apply(changed);
          },
          depth + 1);
    }
  }

  private void array(
      JsonNode schema,
      ArrayNode items,
      String pointer,
      UnaryOperator<JsonNode> document,
      int depth) {
    if (items.isEmpty()) {
      return;
    }
    if (schema.path("uniqueItems").asBoolean()) {
      ArrayNode twice = JSON.arrayNode().add(items.get(0)).add(items.get(0));
      add("repeated", pointer + "/1", "twice the same", document.apply(twice));
    }
    walk(
        schema.path("items"),
        items.get(0),
        pointer + "/0",
        value -> {
          ArrayNode changed = items.deepCopy();
          changed.set(0, value);
          return document.apply(changed);
        },
        depth + 1);
  }

  private void add(String code, String pointer, String how, JsonNode document) {
    breaches.add(new Breach(code, pointer, how, false, document));
  }
}
