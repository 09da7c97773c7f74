package dev.parley.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The house rules of the contracts, over their bundles. Every breach is a line: module, place,
 * rule.
 */
public final class Linter {
  private final Map<String, ObjectNode> openApis;
  private final Map<String, ObjectNode> asyncApis;
  private final RateRules rates;
  private final Set<String> held = new HashSet<>();
  private final List<String> findings = new ArrayList<>();
  private final Map<String, String> operationIds = new HashMap<>();

  /**
   * Every breach in words; none of contracts that keep the rules.
   *
   * @param openApis bundles by module
   * @param asyncApis bundles by module
   * @param roles the table of roles and scopes
   * @param rates the table of budgets
   */
  public static List<String> lint(
      Map<String, ObjectNode> openApis,
      Map<String, ObjectNode> asyncApis,
      JsonNode roles,
      JsonNode rates) {
    return new Linter(openApis, asyncApis, roles, new RateRules(rates)).lint();
  }

  private Linter(
      Map<String, ObjectNode> openApis,
      Map<String, ObjectNode> asyncApis,
      JsonNode roles,
      RateRules rates) {
    roles.path("roles").forEach(role -> role.path("scopes").forEach(s -> held.add(s.asText())));
    this.openApis = openApis;
    this.asyncApis = asyncApis;
    this.rates = rates;
  }

  private List<String> lint() {
    findings.addAll(rates.check());
    openApis.forEach(
        (module, bundle) -> {
          require(
              bundle.path("openapi").asText().equals("3.0.3"), module, "openapi", "must be 3.0.3");
          for (String field : List.of("title", "description", "version")) {
            require(bundle.path("info").hasNonNull(field), module, "info/" + field, "is missing");
          }
          for (Map.Entry<String, JsonNode> path : bundle.path("paths").properties()) {
            path(module, path.getKey(), path.getValue());
          }
          SchemaRules rules = new SchemaRules(module, findings);
          bundle
              .at("/components/schemas")
              .properties()
              .forEach(e -> rules.check("components/schemas/" + e.getKey(), e.getValue()));
        });
    asyncApis.forEach(
        (module, bundle) -> {
          require(
              bundle.path("asyncapi").asText().startsWith("3.0"),
              module,
              "asyncapi",
              "must be 3.0");
          new TopicRules(module, bundle, held, findings).check();
          findings.addAll(rates.check(module, bundle));
        });
    return findings;
  }

  private void path(String module, String path, JsonNode item) {
    require(
        path.matches("(/[a-z0-9.-]+|/\\{[a-z][A-Za-z0-9]*})+"),
        module,
        path,
        "must be kebab-case with {lowerCamel} parameters");
    if (!module.equals("platform")) {
      require(
          path.matches("/api/v[0-9]+/" + module + "/.*|/\\.well-known/[a-z0-9-]+"),
          module,
          path,
          "must begin with /api/v{major}/" + module + ", or be a well-known one (RFC 8615)");
    }
    for (Map.Entry<String, JsonNode> e : item.properties()) {
      if (OpenApiBundler.METHODS.contains(e.getKey())) {
        operation(module, e.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path, e);
      }
    }
  }

  private void operation(String module, String at, Map.Entry<String, JsonNode> entry) {
    JsonNode operation = entry.getValue();
    String id = operation.path("operationId").asText();
    require(id.matches("[a-z][A-Za-z0-9]*"), module, at, "operationId must be lowerCamel");
    String other = operationIds.putIfAbsent(id, module + " " + at);
    require(other == null, module, at, "operationId " + id + " is also that of " + other);
    for (String text : List.of("summary", "description")) {
      require(operation.hasNonNull(text), module, at, text + " is missing");
    }
    require(operation.path("tags").size() == 1, module, at, "must have exactly one tag");
    require(operation.has("security"), module, at, "security must be stated ([] where public)");
    for (JsonNode alternative : operation.path("security")) {
      alternative.forEach(
          scopes ->
              scopes.forEach(
                  scope ->
                      require(
                          held.contains(scope.asText()),
                          module,
                          at,
                          "no role holds the scope " + scope.asText())));
    }
    String rate = operation.path("x-rate-limit").asText();
    require(rate.equals("none") || rates.has(rate), module, at, "x-rate-limit " + rates.rule());
    require(
        operation.path("security").isEmpty()
            || rates.isOfAnAddress(operation.path(RateRules.REFUSED)),
        module,
        at,
        RateRules.OF_AN_ADDRESS);
    if (entry.getKey().equals("post")) {
      require(
          List.of("accepted", "none").contains(operation.path("x-idempotency").asText()),
          module,
          at,
          "x-idempotency must be accepted or none");
    }
    statuses(module, at, operation, rate);
    examples(module, at, operation);
    form(module, at, operation);
    for (JsonNode parameter : operation.path("parameters")) {
      JsonNode resolved = resolve(module, parameter);
      String name = at + " parameter " + resolved.path("name").asText();
      require(resolved.hasNonNull("description"), module, name, "description is missing");
      new SchemaRules(module, findings).checkLimits(name, deref(module, resolved.path("schema")));
    }
  }

  private void statuses(String module, String at, JsonNode operation, String rate) {
    JsonNode responses = operation.path("responses");
    boolean secured = operation.path("security").size() > 0;
    boolean body = operation.has("requestBody");
    boolean input = body || operation.path("parameters").size() > 0;
    Map<String, Boolean> needed = new HashMap<>();
    needed.put("400", input);
    needed.put("401", secured);
    needed.put("403", secured);
    needed.put("422", body && !OpenApiBundler.oauthErrors(operation));
    needed.put("429", secured || !rate.equals("none"));
    needed.forEach(
        (status, when) ->
            require(
                !when || responses.has(status), module, at, "must declare the status " + status));
    long successes =
        responses.properties().stream().filter(e -> e.getKey().startsWith("2")).count();
    require(successes == 1, module, at, "must declare exactly one success status");
  }

  /** A form has names and texts; whatever else its schema says could not be sent. */
  private void form(String module, String at, JsonNode operation) {
    require(
        !operation.has("x-errors") || OpenApiBundler.oauthErrors(operation),
        module,
        at,
        "x-errors must be oauth2");
    JsonNode content = operation.at("/requestBody/content");
    require(content.size() <= 1, module, at, "the body must be of one media type");
    JsonNode schema = content.path(OpenApiBundler.FORM).path("schema");
    require(
        schema.isMissingNode() || deref(module, schema).path("additionalProperties").asBoolean(),
        module,
        at,
        "a form says additionalProperties: true, since what is not known is overlooked (RFC 6749)");
    for (Map.Entry<String, JsonNode> e : deref(module, schema).path("properties").properties()) {
      require(
          deref(module, e.getValue()).path("type").asText().equals("string"),
          module,
          at + " form parameter " + e.getKey(),
          "must be a string");
    }
  }

  private void examples(String module, String at, JsonNode operation) {
    for (JsonNode media : operation.at("/requestBody/content")) {
      require(media.path("examples").size() > 0, module, at, "the body needs named examples");
    }
    for (Map.Entry<String, JsonNode> r : operation.path("responses").properties()) {
      if (r.getKey().startsWith("2")) {
        for (JsonNode media : r.getValue().path("content")) {
          require(
              media.path("examples").size() > 0, module, at, r.getKey() + " needs named examples");
        }
      }
    }
  }

  private JsonNode resolve(String module, JsonNode node) {
    return node.has("$ref")
        ? openApis.get(module).at(node.get("$ref").asText().substring(1))
        : node;
  }

  private JsonNode deref(String module, JsonNode schema) {
    return resolve(module, schema);
  }

  private void require(boolean holds, String module, String place, String rule) {
    if (!holds) {
      findings.add("specs/" + module + ": " + place + ": " + rule);
    }
  }
}
