package dev.parley.platform.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the operations of one bundled OpenAPI document. */
final class OperationReader {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final String module;
  private final JsonNode document;
  private final Map<String, RateClass> rates;
  private final SchemaCompiler compiler;

  OperationReader(String module, JsonNode document, Map<String, RateClass> rates) {
    this.module = module;
    this.document = document;
    this.rates = rates;
    this.compiler = new SchemaCompiler(document);
  }

  List<Operation> read() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        if (METHODS.contains(method.getKey())) {
          operations.add(
              operation(
                  method.getKey().toUpperCase(Locale.ROOT),
                  path.getKey(),
                  method.getValue(),
                  path.getValue()));
        }
      }
    }
    return operations;
  }

  private Operation operation(String method, String path, JsonNode node, JsonNode item) {
    List<String> scopes = new ArrayList<>();
    node.path("security")
        .forEach(s -> s.forEach(list -> list.forEach(v -> scopes.add(v.asText()))));
    Map.Entry<String, JsonNode> success =
        node.path("responses").properties().stream()
            .filter(e -> e.getKey().startsWith("2"))
            .findFirst()
            .orElseThrow();
    List<Parameter> parameters = new ArrayList<>();
    item.path("parameters").forEach(p -> parameters.add(parameter(compiler.resolve(p))));
    node.path("parameters").forEach(p -> parameters.add(parameter(compiler.resolve(p))));
    JsonNode body = compiler.resolve(node.path("requestBody"));
    boolean form = body.path("content").has(Operation.FORM);
    JsonNode schema =
        body.path("content").path(form ? Operation.FORM : "application/json").path("schema");
    return new Operation(
        module,
        node.path("operationId").asText(),
        method,
        path,
        node.path("security").size() > 0,
        List.copyOf(scopes),
        texts(node.path("x-roles")),
        node.path("security").findValue("apiKey") == null,
        rate(node.path("x-rate-limit").asText("none")),
        rate(node.path("x-rate-limit-refused").asText("none")),
        node.path("x-idempotency").asText().equals("accepted"),
        Integer.parseInt(success.getKey()),
        text(node, "x-location"),
        text(node, "x-etag"),
        text(node, "x-stream"),
        text(node, "x-cache"),
        node.path("x-cookies").asBoolean(),
        List.copyOf(parameters),
        schema.isMissingNode() ? null : compiler.compile(schema),
        form ? names(schema) : null,
        body.path("required").asBoolean(),
        compiler.resolve(success.getValue()).path("content").has("application/json"),
        node.path("x-errors").asText().equals("oauth2"));
  }

  private Set<String> names(JsonNode form) {
    Set<String> names = new LinkedHashSet<>();
    compiler.resolve(form).path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private @Nullable RateClass rate(String name) {
    if (!name.equals("none") && !rates.containsKey(name)) {
      throw new IllegalStateException(module + " names the unknown rate class " + name);
    }
    return rates.get(name);
  }

  private Parameter parameter(JsonNode node) {
    JsonNode schema = compiler.resolve(node.path("schema"));
    boolean many = schema.path("type").asText().equals("array");
    JsonNode value = many ? compiler.resolve(schema.path("items")) : schema;
    return new Parameter(
        node.path("name").asText(),
        node.path("in").asText(),
        node.path("required").asBoolean(),
        many,
        node.path("explode").asBoolean(node.path("style").asText("form").equals("form")),
        many ? schema.path("maxItems").asInt(100) : 1,
        type(value),
        compiler.compile(value));
  }

  private static Parameter.ValueType type(JsonNode schema) {
    if (schema.has("enum")) {
      Set<String> values = new LinkedHashSet<>();
      schema.get("enum").forEach(v -> values.add(v.asText()));
      return ValueTypes.oneOf(values);
    }
    return switch (schema.path("type").asText()) {
      case "integer" -> ValueTypes.INTEGER;
      case "boolean" -> ValueTypes.BOOLEAN;
      default ->
          switch (schema.path("format").asText()) {
            case "uuid" -> ValueTypes.UUID;
            case "date-time" -> ValueTypes.DATE_TIME;
            case "date" -> ValueTypes.DATE;
            case "decimal" -> ValueTypes.DECIMAL;
            default -> ValueTypes.TEXT;
          };
    };
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return List.copyOf(texts);
  }

  private static @Nullable String text(JsonNode node, String name) {
    return node.hasNonNull(name) ? node.get(name).asText() : null;
  }
}
