package dev.parley.platform.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The bundled specs of the enabled modules, read from the jar at start. Immutable after loading, so
 * thread-safe.
 */
public final class Contract {
  /** The pseudo-module of what the server itself answers. */
  public static final String PLATFORM = "platform";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, JsonNode> openApis = new LinkedHashMap<>();
  private final Map<String, JsonNode> asyncApis = new LinkedHashMap<>();
  private final JsonNode common;
  private final Map<String, RateClass> rates;
  private final JsonNode roles;
  private final List<Operation> operations;
  private final List<Topic> topics = new ArrayList<>();
  private final Router router;

  private Contract(Collection<String> modules) {
    for (String module : modules) {
      read("specs/" + module + "/openapi.json").ifPresent(doc -> openApis.put(module, doc));
      read("specs/" + module + "/asyncapi.json").ifPresent(doc -> asyncApis.put(module, doc));
    }
    common = read("specs/common/asyncapi.json").orElseThrow();
    rates = new RateReader(read("specs/rates.json").orElseThrow()).read();
    roles = read("specs/roles.json").orElseThrow();
    operations =
        openApis.entrySet().stream()
            .flatMap(e -> new OperationReader(e.getKey(), e.getValue(), rates).read().stream())
            .toList();
    router = new Router(operations);
    asyncApis.forEach(
        (module, document) ->
            document
                .path("operations")
                .forEach(node -> topic(module, node).ifPresent(topics::add)));
  }

  /** Loads the contracts of these modules and of the platform. */
  public static Contract load(Collection<String> modules) {
    var all = new java.util.LinkedHashSet<String>(List.of(PLATFORM));
    all.addAll(modules);
    return new Contract(all);
  }

  /** Finds the operation of a request. */
  public Router router() {
    return router;
  }

  /** Every operation that is served, module by module. */
  public List<Operation> operations() {
    return operations;
  }

  /** Every topic that is served, module by module. */
  public List<Topic> topics() {
    return List.copyOf(topics);
  }

  /** The OpenAPI document of each module that has one, by module name. */
  public Map<String, JsonNode> openApis() {
    return Map.copyOf(openApis);
  }

  /** The AsyncAPI document of each module that has one, by module name. */
  public Map<String, JsonNode> asyncApis() {
    return Map.copyOf(asyncApis);
  }

  /** The AsyncAPI document of the frames that all endpoints share. */
  public JsonNode frames() {
    return common;
  }

  /** The budgets that operations and frames draw on, by name. */
  public Map<String, RateClass> rates() {
    return Collections.unmodifiableMap(rates);
  }

  /** The table of roles and scopes, {@code common/roles.yaml}. */
  public JsonNode roles() {
    return roles;
  }

  /** The semantic version of a module's contract. */
  public String version(String module) {
    return Optional.ofNullable(openApis.get(module))
        .map(d -> d.at("/info/version").asText())
        .orElse("0.0.0");
  }

  private static Optional<Topic> topic(String module, JsonNode operation) {
    return operation.has("x-topic")
        ? Optional.of(
            new Topic(
                module,
                operation.path("x-topic").asText(),
                operation.path("x-scope").asText(),
                OperationReader.texts(operation.path("x-roles"))))
        : Optional.empty();
  }

  private static Optional<JsonNode> read(String resource) {
    try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(resource)) {
      return in == null ? Optional.empty() : Optional.of(JSON.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException("the bundled contract " + resource + " cannot be read", e);
    }
  }
}
