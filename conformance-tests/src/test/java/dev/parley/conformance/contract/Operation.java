package dev.parley.conformance.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One operation of a REST contract.
 *
 * @param document it stands in
 * @param item its path item, whose parameters it shares
 */
public record Operation(
    String module,
    String id,
    String method,
    String path,
    JsonNode document,
    JsonNode item,
    JsonNode node,
    Schemas schemas) {

  private static final String FORM = "application/x-www-form-urlencoded";

  /** An example to execute: what is sent and which status it is to get. */
  public record Example(String name, JsonNode body, int status, List<String> requires) {}

  /** Follows a reference within the document; what is none is answered as it is. */
  public JsonNode resolve(JsonNode node) {
    JsonNode result = node;
    while (result.has("$ref")) {
      result = document.at(result.path("$ref").asText().substring(1));
    }
    return result;
  }

  /** The status of success; every operation has one. */
  public int success() {
    return node.path("responses").properties().stream()
        .map(Map.Entry::getKey)
        .filter(status -> status.startsWith("2"))
        .mapToInt(Integer::parseInt)
        .findFirst()
        .orElseThrow();
  }

  /** The answer that the contract declares for a status; missing where it declares none. */
  public JsonNode response(int status) {
    return resolve(node.path("responses").path(Integer.toString(status)));
  }

  /**
   * The examples of the request body, each with the status of the response example of its name, or
   * of success. An operation without a body has one, without a name of its own.
   */
  public List<Example> examples() {
    List<Example> result = new ArrayList<>();
    for (Map.Entry<String, JsonNode> e : bodyContent().path("examples").properties()) {
      result.add(
          new Example(
              e.getKey(),
              e.getValue().path("value"),
              status(e.getKey()),
              texts(e.getValue().path("x-requires"))));
    }
    if (!node.has("requestBody")) {
      result.add(new Example("call", node.path("requestBody"), success(), List.of()));
    }
    return result;
  }

  private int status(String example) {
    return node.path("responses").properties().stream()
        .filter(e -> hasExample(resolve(e.getValue()), example))
        .mapToInt(e -> Integer.parseInt(e.getKey()))
        .findFirst()
        .orElseGet(this::success);
  }

  /** The answer that the contract shows for an example; missing where it shows none. */
  public JsonNode answer(int status, String example) {
    JsonNode found = MissingNode.getInstance();
    for (JsonNode content : response(status).path("content")) {
      found = found.isMissingNode() ? content.at("/examples/" + example + "/value") : found;
    }
    return found;
  }

  private static boolean hasExample(JsonNode response, String name) {
    for (JsonNode content : response.path("content")) {
      if (content.path("examples").has(name)) {
        return true;
      }
    }
    return false;
  }

  /** The one content type of the request body and what is said of it; missing without a body. */
  public JsonNode bodyContent() {
    return resolve(node.path("requestBody")).path("content").path(bodyType());
  }

  /** The media type of the request body. */
  public String bodyType() {
    return isForm() ? FORM : "application/json";
  }

  /** Whether the request body is a form, whose parameters are the properties of its schema. */
  public boolean isForm() {
    return resolve(node.path("requestBody")).path("content").has(FORM);
  }

  /** Whether errors are answered as OAuth 2.0 has them (RFC 6749, 5.2). */
  public boolean oauthErrors() {
    return node.path("x-errors").asText().equals("oauth2");
  }

  /** The status of a request that parses and breaks its schema. */
  public int invalid() {
    return oauthErrors() ? 400 : 422;
  }

  /** Its parameters, those of the path item included. */
  public List<JsonNode> parameters() {
    List<JsonNode> result = new ArrayList<>();
    item.path("parameters").forEach(p -> result.add(resolve(p)));
    node.path("parameters").forEach(p -> result.add(resolve(p)));
    return result;
  }

  /** A parameter by its name; missing where there is none. */
  public JsonNode parameter(String name) {
    return parameters().stream()
        .filter(p -> p.path("name").asText().equals(name))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  /** Whether it is for everybody. */
  public boolean isPublic() {
    return node.path("security").isEmpty();
  }

  /** The scopes that it asks for; none with {@code isPublic()} false means any signed-in caller. */
  public Set<String> scopes() {
    Set<String> result = new LinkedHashSet<>();
    for (JsonNode alternative : node.path("security")) {
      alternative.path("oauth2").forEach(scope -> result.add(scope.asText()));
    }
    return result;
  }

  /** Whether an API key with the scopes may do it too. */
  public boolean takesKeys() {
    return node.path("security").findValue("apiKey") != null;
  }

  /** The operations whose first example must have run before. */
  public List<String> requires() {
    return texts(node.path("x-requires"));
  }

  /** The document it stands in, as a resource. */
  public String resource() {
    return "specs/" + module + "/openapi.json";
  }

  /** Where in the document it stands (RFC 6901). */
  public String pointer() {
    return "/paths/%s/%s".formatted(escape(path), method.toLowerCase(Locale.ROOT));
  }

  /** A key as a part of a pointer. */
  public static String escape(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  public boolean limited() {
    return !node.path("x-rate-limit").asText("none").equals("none");
  }

  private static List<String> texts(JsonNode array) {
    List<String> result = new ArrayList<>();
    array.forEach(text -> result.add(text.asText()));
    return result;
  }

  @Override
  public String toString() {
    return id + " (" + method + " " + path + ")";
  }
}
