package dev.parley.conformance.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds answers against the contract of their operation: nothing missing, nothing more. */
public final class AnswerCheck {
  private static final String PROBLEM = "application/problem+json";
  private static final List<String> OAUTH =
      List.of(
          "invalid_request",
          "invalid_client",
          "invalid_grant",
          "invalid_scope",
          "unauthorized_client",
          "unsupported_grant_type");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z0-9]+)}");
  private static final Pattern POSITION =
      Pattern.compile("[a-z-]+(:[A-Za-z0-9._-]+)*;epoch=[A-Za-z0-9_-]+;seq=[0-9]+");

  private AnswerCheck() {}

  /**
   * Every breach of the contract, in words.
   *
   * @param values of the request's parameters
   */
  public static List<String> breaches(
      Operation operation, Map<String, String> values, Answer answer) {
    List<String> found = new ArrayList<>();
    JsonNode response = operation.response(answer.status());
    if (response.isMissingNode()) {
      found.add("status " + answer.status() + " is not declared");
      return found;
    }
    headers(operation, response, answer, found);
    body(operation, response, answer, found);
    required(operation, values, answer, found);
    return found;
  }

  private static void headers(
      Operation operation, JsonNode response, Answer answer, List<String> found) {
    Map<String, JsonNode> declared = new HashMap<>();
    response
        .path("headers")
        .properties()
        .forEach(
            e ->
                declared.put(e.getKey().toLowerCase(Locale.ROOT), operation.resolve(e.getValue())));
    declared.forEach(
        (name, header) -> {
          if (header.path("required").asBoolean() && !answer.headers().containsKey(name)) {
            found.add("header " + name + " is missing");
          }
        });
    answer
        .headers()
        .forEach(
            (name, values) -> {
              JsonNode header = declared.get(name);
              if (header == null) {
                found.add("header " + name + ": " + values + " is not declared");
                return;
              }
              JsonNode schema = header.path("schema");
              for (String value : values) {
                JsonNode json =
                    schema.path("type").asText().equals("integer") && value.matches("[0-9]{1,9}")
                        ? IntNode.valueOf(Integer.parseInt(value))
                        : TextNode.valueOf(value);
                operation.schemas().check(schema, json).stream()
                    .map(breach -> "header " + name + breach)
                    .forEach(found::add);
              }
            });
  }

  private static void body(
      Operation operation, JsonNode response, Answer answer, List<String> found) {
    JsonNode content = response.path("content");
    if (content.isMissingNode() || content.isEmpty()) {
      if (!answer.body().isEmpty()) {
        found.add("a body is not declared");
      }
      return;
    }
    String type = answer.header("Content-Type").replaceFirst(";.*", "").strip();
    if (!content.has(type)) {
      found.add("content type '" + type + "' is not declared");
      return;
    }
    if (!answer.header("Content-Type").matches("[^;]*(;\\s*charset=(?i:utf-8))?")) {
      found.add("content type '" + answer.header("Content-Type") + "' is not in UTF-8");
    }
    try {
      JsonNode json = Contract.JSON.readTree(answer.body());
      operation.schemas().check(content.path(type).path("schema"), json).stream()
          .map(breach -> "body" + breach)
          .forEach(found::add);
    } catch (JsonProcessingException e) {
      found.add("the body is not JSON: " + e.getOriginalMessage());
    }
  }

  private static void required(
      Operation operation, Map<String, String> values, Answer answer, List<String> found) {
    JsonNode extensions = operation.node();
    String cache = extensions.path("x-cache").asText();
    if (cache.isEmpty() || answer.status() >= 400) {
      require(answer, "Cache-Control", "no-store", found);
    }
    if (answer.status() >= 400) {
      problem(operation, answer, found);
      return;
    }
    if (operation.limited()) {
      require(answer, "RateLimit", "\"[a-z-]+\";r=[0-9]+;t=[0-9]+", found);
      require(answer, "RateLimit-Policy", "\"[a-z-]+\";q=[0-9]+;w=[0-9]+", found);
    }
    if (extensions.has("x-location")) {
      require(
          answer,
          "Location",
          Pattern.quote(
              fill(
                  extensions.path("x-location").asText(),
                  name -> answer.json().path(name).asText())),
          found);
    }
    if (extensions.has("x-etag")) {
      String version = answer.json().path(extensions.path("x-etag").asText()).asText();
      require(answer, "ETag", Pattern.quote("\"" + version + "\""), found);
    }
    if (extensions.has("x-cache")) {
      require(answer, "Cache-Control", Pattern.quote(cache), found);
      require(answer, "ETag", "\"[^\"]+\"", found);
    }
    // A page further on is of the past: what streams goes on from the first.
    if (extensions.has("x-stream") && !values.containsKey("cursor")) {
      String template = extensions.path("x-stream").asText();
      String topic = Pattern.quote(fill(template, name -> values.getOrDefault(name, "")));
      require(answer, "Stream-Position", topic + ";.*", found);
      require(answer, "Stream-Position", POSITION + "(, " + POSITION + ")*", found);
    }
  }

  private static void problem(Operation operation, Answer answer, List<String> found) {
    // What is no HTTP has no operation yet, so that one is an ordinary problem.
    boolean oauth =
        operation.oauthErrors()
            && (answer.status() == 400 || answer.status() == 401)
            && !(answer.header("Content-Type").startsWith(PROBLEM)
                && answer.json().path("code").asText().equals("MALFORMED_REQUEST"));
    String type = oauth ? "application/json" : PROBLEM;
    if (!answer.header("Content-Type").startsWith(type)) {
      found.add("an error is not answered as " + type);
      return;
    }
    if (oauth) {
      oauth(answer, found);
    }
    JsonNode problem = answer.json();
    expect("status", Integer.toString(answer.status()), problem, found);
    expect("traceId", answer.header("X-Request-Id"), problem, found);
    expect("instance", answer.path(), problem, found);
    String code = problem.path("code").asText();
    expect(
        "type",
        "urn:parley:problem:" + code.toLowerCase(Locale.ROOT).replace('_', '-'),
        problem,
        found);
    if (answer.status() == 401) {
      require(answer, "WWW-Authenticate", oauth ? "Basic.*" : "Bearer.*", found);
    }
    if (answer.status() == 429 || answer.status() == 503) {
      require(answer, "Retry-After", "[0-9]+", found);
    }
    if (answer.status() == 405) {
      require(answer, "Allow", "[A-Z, ]+", found);
    }
  }

  /** RFC 6749, 5.2: its own name for the code, and a text without quotes. */
  private static void oauth(Answer answer, List<String> found) {
    String code = answer.json().path("code").asText().toLowerCase(Locale.ROOT);
    String error = answer.json().path("error").asText();
    if (!OAUTH.contains(error) || (OAUTH.contains(code) && !error.equals(code))) {
      found.add("the error of " + code + " is '" + error + "'");
    }
    String description = answer.json().path("error_description").asText();
    if (!description.matches("[ -!#-\\[\\]-~]+")) {
      found.add("error_description is '" + description + "'");
    }
    require(answer, "Pragma", "no-cache", found);
  }

  private static void expect(String field, String expected, JsonNode problem, List<String> found) {
    if (!problem.path(field).asText().equals(expected)) {
      found.add(
          "the problem's "
              + field
              + " is '"
              + problem.path(field).asText()
              + "', not '"
              + expected
              + "'");
    }
  }

  private static void require(Answer answer, String header, String pattern, List<String> found) {
    if (!answer.header(header).matches(pattern)) {
      found.add("header " + header + " is '" + answer.header(header) + "', not as " + pattern);
    }
  }

  private static String fill(String template, UnaryOperator<String> values) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(match -> Matcher.quoteReplacement(values.apply(match.group(1))));
  }
}
