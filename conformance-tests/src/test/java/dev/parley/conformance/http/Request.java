package dev.parley.conformance.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request for an operation, as it stands in the contract or changed so that it breaks it.
 * Immutable.
 *
 * @param method the operation's, or a wrong one
 * @param values of path, query, header and cookie parameters, by name; several are sent several
 *     times
 * @param query what the contract does not declare
 * @param headers beside the parameters
 * @param body null for none
 */
public record Request(
    Operation operation,
    String method,
    Map<String, List<String>> values,
    Map<String, String> query,
    Map<String, String> headers,
    @Nullable String body) {
  private static final String AUTHORIZATION = "Authorization";
  private static final String API_KEY = "X-Api-Key";
  private static final String COOKIE = "Cookie";
  private static final String ORIGIN = "Origin";
  private static final String CONTENT_TYPE = "Content-Type";

  /** The request that the operation asks for, from a caller without credentials. */
  public static Request of(Operation operation, Map<String, String> values, JsonNode body) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    values.forEach((name, value) -> all.put(name, List.of(value)));
    Request request =
        new Request(operation, operation.method(), all, Map.of(), Map.of(), null)
            .header("Accept", "application/json, application/problem+json");
    return body.isMissingNode() ? request : request.json(body);
  }

  public Request method(String other) {
    return new Request(operation, other, values, query, headers, body);
  }

  /** With these values of a parameter, or none of it. */
  public Request value(String name, String... given) {
    Map<String, List<String>> changed = new LinkedHashMap<>(values);
    changed.remove(name);
    if (given.length > 0) {
      changed.put(name, List.of(given));
    }
    return new Request(operation, method, changed, query, headers, body);
  }

  /** With these query parameters that the contract does not declare, and no others. */
  public Request query(Map<String, String> undeclared) {
    return new Request(operation, method, values, undeclared, headers, body);
  }

  /** With a query parameter that the contract does not declare. */
  public Request query(String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(query);
    changed.put(name, value);
    return new Request(operation, method, values, changed, headers, body);
  }

  /** With this header instead of what it had; null takes it away. */
  public Request header(String name, @Nullable String value) {
    Map<String, String> changed = new LinkedHashMap<>(headers);
    changed.remove(name);
    if (value != null) {
      changed.put(name, value);
    }
    return new Request(operation, method, values, query, changed, body);
  }

  /** From this caller, or from nobody. */
  public Request token(Optional<String> token) {
    return header(AUTHORIZATION, token.map(t -> "Bearer " + t).orElse(null));
  }

  /** With this API key instead of a token. */
  public Request apiKey(String key) {
    return token(Optional.empty()).header(API_KEY, key);
  }

  /** With this body, in the media type that the operation takes. */
  public Request json(JsonNode json) {
    String text = operation.isForm() ? Form.write(json) : json.toString();
    return text(text).header(CONTENT_TYPE, operation.bodyType());
  }

  /** The body; missing if there is none. */
  public JsonNode json() {
    try {
      if (body != null && operation.isForm()) {
        return Form.read(body);
      }
      return body == null ? MissingNode.getInstance() : Contract.JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not JSON: " + body, e);
    }
  }

  /** With any text as its body, of the type it had. */
  public Request text(@Nullable String text) {
    return new Request(operation, method, values, query, headers, text);
  }

  /** The values of parameters that are given once. */
  Map<String, String> single() {
    Map<String, String> result = new LinkedHashMap<>();
    values.forEach((name, given) -> result.put(name, given.get(0)));
    return result;
  }

  HttpRequest to(URI base, Duration patience) {
    String path = operation.path();
    List<String> pairs = new ArrayList<>();
    List<String> cookies = new ArrayList<>();
    HttpRequest.Builder request = HttpRequest.newBuilder().timeout(patience);
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.path("name").asText();
      for (String value : values.getOrDefault(name, List.of())) {
        switch (parameter.path("in").asText()) {
          case "path" -> path = path.replace("{" + name + "}", encode(value));
          case "query" -> pairs.add(name + "=" + encode(value));
          case "cookie" -> cookies.add(name + "=" + value);
          default -> request.header(name, value);
        }
      }
    }
    query.forEach((name, value) -> pairs.add(encode(name) + "=" + encode(value)));
    headers.forEach(request::header);
    if (!cookies.isEmpty()) {
      request.header(COOKIE, String.join("; ", cookies));
    }
    // Whoever has cookies is a browser, which says whose page asks.
    if ((!cookies.isEmpty() || headers.containsKey(COOKIE)) && !headers.containsKey(ORIGIN)) {
      request.header(ORIGIN, base.toString());
    }
    request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    String all = pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    return request.uri(URI.create(base + path + all)).build();
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    Map<String, String> shown = new LinkedHashMap<>(headers);
    shown.computeIfPresent(AUTHORIZATION, (name, value) -> "…");
    shown.computeIfPresent(API_KEY, (name, value) -> "…");
    shown.computeIfPresent(COOKIE, (name, value) -> "…");
    String text = body == null ? "" : body.length() > 1000 ? body.substring(0, 1000) + "…" : body;
    return method + " " + operation.path() + " " + values + query + shown + " " + text;
  }
}
