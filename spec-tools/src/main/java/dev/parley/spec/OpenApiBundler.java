package dev.parley.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one self-contained OpenAPI document of a module: shared parts are copied in, the operations
 * that every module has are added, and so are the answers and headers that every operation can
 * give.
 */
final class OpenApiBundler {
  static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  /** The media type of an HTML form, which OAuth 2.0 uses. */
  static final String FORM = "application/x-www-form-urlencoded";

  private static final String SCHEMES = "/components/securitySchemes";
  private static final String PROBLEM = "../common/schemas.yaml#/components/schemas/Problem";

  private final Documents documents;
  private final Path common;

  OpenApiBundler(Documents documents, Path specs) {
    this.documents = documents;
    this.common = specs.resolve("common");
  }

  ObjectNode bundle(String module, Path file) {
    ObjectNode source = documents.read(file).deepCopy();
    if (source.path("x-module-operations").asBoolean(true)) {
      addModuleOperations(module, source, file);
    }
    for (Map.Entry<String, JsonNode> scheme :
        documents.read(common.resolve("security.yaml")).at(SCHEMES).properties()) {
      source
          .withObject(SCHEMES)
          .putObject(scheme.getKey())
          .put("$ref", "../common/security.yaml#" + SCHEMES + "/" + scheme.getKey());
    }
    for (Map.Entry<String, JsonNode> path : source.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> e : path.getValue().properties()) {
        if (METHODS.contains(e.getKey())) {
          completeResponses((ObjectNode) e.getValue());
          completeSecurity((ObjectNode) e.getValue());
        }
      }
    }
    // The problem answers get their content below, so the schema is brought in here.
    source.putObject("x-problem").put("$ref", PROBLEM);
    ObjectNode bundle = Documents.empty();
    Inliner inliner = new Inliner(documents, file, bundle);
    inliner.finish((ObjectNode) inliner.inline(file.toAbsolutePath().normalize(), source));
    bundle.remove(List.of("x-module-operations", "x-problem"));
    for (JsonNode response : bundle.at("/components/responses")) {
      if (!response.has("content")) {
        ((ObjectNode) response)
            .putObject("content")
            .putObject("application/problem+json")
            .putObject("schema")
            .put("$ref", "#/components/schemas/Problem");
      }
    }
    completeHeaders(bundle);
    completeErrorCodes(bundle);
    markPages(bundle);
    return bundle;
  }

  private void addModuleOperations(String module, ObjectNode source, Path file) {
    String name = Character.toUpperCase(module.charAt(0)) + module.substring(1);
    try {
      String text =
          Files.readString(common.resolve("module-operations.yaml"))
              .replace("{module}", module)
              .replace("{Module}", name)
              .replace("'./", "'../common/")
              .replace("{$ref: ./", "{$ref: ../common/");
      source.withObject("/paths").setAll((ObjectNode) Documents.parse(text).get("paths"));
    } catch (IOException e) {
      throw new SpecException(file + ": module operations cannot be added: " + e.getMessage());
    }
    source
        .withArray("/tags")
        .addObject()
        .put("name", name + " module")
        .put("description", "Health and versions of the module.");
  }

  /**
   * An operation names its scopes; that they may be proven in other ways too stands once, in
   * common/security.yaml, and so does the budget of credentials that are refused. A key is no way
   * in where the operation, or a scope of it, takes a sign-in.
   */
  private void completeSecurity(ObjectNode operation) {
    if (operation.path("security").isEmpty()) {
      return;
    }
    Set<String> signInOnly = new HashSet<>();
    documents
        .read(common.resolve("roles.yaml"))
        .path("signInOnly")
        .forEach(scope -> signInOnly.add(scope.asText()));
    boolean keys = !operation.path("x-sign-in-only").asBoolean();
    for (JsonNode scope : operation.at("/security/0/oauth2")) {
      keys &= !signInOnly.contains(scope.asText());
    }
    if (keys) {
      operation.withArray("/security").addObject().putArray("apiKey");
    }
    operation.withArray("/security").addObject().putArray("cookie");
    operation.set(
        RateRules.REFUSED, documents.read(common.resolve("security.yaml")).path(RateRules.REFUSED));
  }

  /** Whether an operation answers errors as OAuth 2.0 has them, where a broken schema is 400. */
  static boolean oauthErrors(JsonNode operation) {
    return operation.path("x-errors").asText().equals("oauth2");
  }

  /** What every operation can answer stands once, in common/responses.yaml. */
  private void completeResponses(ObjectNode operation) {
    JsonNode injected = documents.read(common.resolve("responses.yaml")).path("x-injected");
    ObjectNode responses = operation.withObject("/responses");
    ObjectNode always = injected.path("always").deepCopy();
    if (oauthErrors(operation)) {
      always.remove("422");
    }
    addResponses(responses, always);
    if (operation.has("requestBody")) {
      addResponses(responses, injected.path("body"));
    }
  }

  private static void addResponses(ObjectNode responses, JsonNode names) {
    for (Map.Entry<String, JsonNode> e : names.properties()) {
      if (!responses.has(e.getKey())) {
        responses
            .putObject(e.getKey())
            .put("$ref", "../common/responses.yaml#/components/responses/" + e.getValue().asText());
      }
    }
  }

  private void completeHeaders(ObjectNode bundle) {
    Path file = common.resolve("headers.yaml");
    JsonNode headers = documents.read(file);
    JsonNode injected = headers.path("x-injected");
    ObjectNode shared = bundle.withObject("/components/headers");
    shared.setAll((ObjectNode) headers.at("/components/headers").deepCopy());
    for (JsonNode response : bundle.at("/components/responses")) {
      addHeaders((ObjectNode) response, injected.path("always"));
      // A shared answer may be given by a limited operation or by another one.
      addHeaders((ObjectNode) response, injected.path("limited"));
    }
    for (JsonNode path : bundle.path("paths")) {
      for (Map.Entry<String, JsonNode> e : path.properties()) {
        if (!METHODS.contains(e.getKey())) {
          continue;
        }
        JsonNode operation = e.getValue();
        for (Map.Entry<String, JsonNode> r : operation.path("responses").properties()) {
          if (r.getValue().has("$ref")) {
            continue;
          }
          ObjectNode response = (ObjectNode) r.getValue();
          addHeaders(response, injected.path("always"));
          if (!operation.path("x-rate-limit").asText("none").equals("none")) {
            addHeaders(response, injected.path("limited"));
          }
          if (oauthErrors(operation)) {
            addHeaders(response, injected.path("x-errors"));
          }
          if (operation.has("x-cache")
              && (r.getKey().startsWith("2") || r.getKey().equals("304"))) {
            addHeaders(response, injected.path("x-cache"));
          }
          if (r.getKey().startsWith("2")) {
            for (String extension : Set.of("x-location", "x-etag", "x-stream", "x-cookies")) {
              if (operation.has(extension)) {
                addHeaders(response, injected.path(extension));
              }
            }
          }
        }
      }
    }
  }

  private static void addHeaders(ObjectNode response, JsonNode names) {
    ObjectNode headers = response.withObject("/headers");
    for (JsonNode name : names) {
      if (!headers.has(name.asText())) {
        headers.putObject(name.asText()).put("$ref", "#/components/headers/" + name.asText());
      }
    }
  }

  /** An operation that takes a cursor says in {@code x-page-items} what its pages hold. */
  private static void markPages(ObjectNode bundle) {
    for (JsonNode path : bundle.path("paths")) {
      for (JsonNode operation : path) {
        for (JsonNode reference : operation.path("parameters")) {
          JsonNode parameter = resolve(bundle, reference);
          if (parameter.path("name").asText().equals("cursor")) {
            String schema = "/responses/200/content/application~1json/schema";
            JsonNode page = resolve(bundle, operation.at(schema));
            String items = page.at("/properties/items/items/$ref").asText();
            if (items.isEmpty() || !page.at("/properties").has("page")) {
              throw new SpecException(
                  operation.path("operationId").asText()
                      + " takes a cursor, so it has to answer {items, page}");
            }
            ((ObjectNode) operation)
                .put("x-page-items", items.substring(items.lastIndexOf('/') + 1));
          }
        }
      }
    }
  }

  private static JsonNode resolve(ObjectNode bundle, JsonNode node) {
    return node.has("$ref") ? bundle.at(node.path("$ref").asText().substring(1)) : node;
  }

  /** The enumeration of error codes is made from the lines that give each its status and title. */
  static void completeErrorCodes(ObjectNode bundle) {
    JsonNode code = bundle.at("/components/schemas/ErrorCode");
    if (code instanceof ObjectNode schema && schema.has("x-codes")) {
      var values = schema.putArray("enum");
      schema.path("x-codes").properties().forEach(e -> values.add(e.getKey()));
    }
  }
}
