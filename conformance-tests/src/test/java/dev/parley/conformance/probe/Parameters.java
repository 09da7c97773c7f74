package dev.parley.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.probe.Probe.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Path, query and header parameters that break one rule. */
final class Parameters {
  private static final String CURSOR = "cursor";

  private Parameters() {}

  static List<Probe> probes(Operation operation) {
    List<Probe> probes = new ArrayList<>();
    List<List<Case>> all = new ArrayList<>();
    for (JsonNode parameter : operation.parameters()) {
      List<Case> cases = cases(operation, parameter);
      cases.forEach(c -> probes.add(probe(operation, List.of(c))));
      all.add(cases);
    }
    if (!operation.isPublic() || !operation.parameters().isEmpty()) {
      probes.add(
          probe(
              operation,
              List.of(
                  new Case(
                      breach("unknown", "query/noSuchParameter", "unknown", false),
                      r -> r.query("noSuchParameter", "x")))));
    }
    for (boolean unparsed : List.of(true, false)) {
      List<Case> together =
          all.stream()
              .flatMap(cases -> cases.stream().filter(c -> c.is(unparsed)).limit(1))
              .toList();
      if (together.size() > 1) {
        probes.add(probe(operation, together));
      }
    }
    return probes;
  }

  /** A change of a request and the rule that it breaks. */
  private record Case(Breach breach, UnaryOperator<Request> change) {
    boolean is(boolean unparsed) {
      return breach.unparsed() == unparsed;
    }
  }

  private static Probe probe(Operation operation, List<Case> cases) {
    List<Breach> breaches = cases.stream().map(Case::breach).toList();
    return new Probe(
        operation,
        Kind.PARAMETER,
        String.join(", ", breaches.stream().map(Breach::name).toList()),
        suite -> {
          Request request = suite.stage().request(operation);
          for (Case one : cases) {
            request = one.change().apply(request);
          }
          Refusal.expect(suite, request, breaches);
        });
  }

  private static List<Case> cases(Operation operation, JsonNode parameter) {
    String name = parameter.path("name").asText();
    String in = parameter.path("in").asText();
    String at = in + "/" + name;
    JsonNode schema = Samples.flat(operation::resolve, parameter.path("schema"));
    boolean many = schema.path("type").asText().equals("array");
    JsonNode single = many ? Samples.flat(operation::resolve, schema.path("items")) : schema;
    List<Case> cases = new ArrayList<>();
    unparsed(single)
        .forEach(
            text ->
                cases.add(
                    new Case(
                        breach("type", at, "'" + text + "'", true), r -> r.value(name, text))));
    for (Rules.Bad bad : Rules.limits(single, TextNode.valueOf(""))) {
      String text = bad.value().asText();
      // An empty segment is another path.
      if (!(in.equals("path") && text.isEmpty()) && !hidden(single, bad)) {
        cases.add(new Case(breach(bad.code(), at, bad.how(), false), r -> r.value(name, text)));
      }
    }
    if (many) {
      int most = schema.path("maxItems").asInt();
      ArrayNode valid = (ArrayNode) parameter.path("example");
      List<String> texts = new ArrayList<>();
      Rules.repeated(valid, most + 1).forEach(item -> texts.add(item.asText()));
      cases.add(
          new Case(
              breach("too_many_items", at, "too many", false),
              r -> r.value(name, String.join(",", texts))));
    }
    if (parameter.path("required").asBoolean() && !in.equals("path")) {
      cases.add(new Case(breach("required", at, "missing", false), r -> r.value(name)));
    }
    if (!many && !in.equals("path")) {
      String text = sample(parameter, single);
      cases.add(new Case(breach("repeated", at, "twice", false), r -> r.value(name, text, text)));
    }
    return cases;
  }

  /** Texts that are not of the parameter's type or enumeration. */
  private static List<String> unparsed(JsonNode schema) {
    List<String> texts = new ArrayList<>();
    switch (schema.path("type").asText()) {
      case "integer" -> texts.addAll(List.of("x", "1.5", ""));
      case "boolean" -> texts.addAll(List.of("maybe", "1"));
      default -> Rules.format(schema).ifPresent(bad -> texts.add(bad.value().asText()));
    }
    if (schema.has("enum")) {
      texts.add("no_such_value");
    }
    return texts;
  }

  /** Whether a text too long or too short is refused before for not being of its format. */
  private static boolean hidden(JsonNode schema, Rules.Bad bad) {
    return Rules.format(schema).isPresent() && bad.code().startsWith("too_");
  }

  private static String sample(JsonNode parameter, JsonNode schema) {
    return parameter.has("example")
        ? parameter.path("example").asText()
        : schema.has("enum") ? schema.path("enum").path(0).asText() : "1";
  }

  static boolean isCursor(JsonNode parameter) {
    return parameter.path("name").asText().equals(CURSOR);
  }

  private static Breach breach(String code, String pointer, String how, boolean unparsed) {
    return new Breach(code, pointer, how, unparsed, TextNode.valueOf(""));
  }
}
