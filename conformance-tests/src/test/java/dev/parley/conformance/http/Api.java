package dev.parley.conformance.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.Coverage;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.secrecy.Sighting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Calls operations. An answer that breaks its contract is an {@link AssertionError}. Thread-safe.
 */
public final class Api {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final URI base;
  private final Coverage coverage;

  public Api(URI base, Coverage coverage) {
    this.base = base;
    this.coverage = coverage;
  }

  public URI base() {
    return base;
  }

  /**
   * @param values of path, query and header parameters, by name
   * @param body missing for none
   */
  public Answer call(
      Operation operation, Map<String, String> values, JsonNode body, Optional<String> token) {
    return call(Request.of(operation, values, body).token(token));
  }

  /** Sends a request and holds the answer against its operation's contract. */
  public Answer call(Request request) {
    Sighting.body(request.body());
    return held(request, send(request.to(base, PATIENCE)));
  }

  /**
   * The same with a query as it stands, which need not be one.
   *
   * @param query what comes after the question mark
   */
  public Answer raw(Request request, String query) {
    HttpRequest sent = request.to(base, PATIENCE);
    List<String> head = new ArrayList<>();
    head.add(sent.method() + " " + sent.uri().getRawPath() + "?" + query + " HTTP/1.1");
    sent.headers().map().forEach((name, all) -> all.forEach(v -> head.add(name + ": " + v)));
    String body = request.body() == null ? "" : request.body();
    return held(request, RawHttp.send(base, head, body.getBytes(StandardCharsets.UTF_8)));
  }

  private Answer held(Request request, Answer answer) {
    Operation operation = request.operation();
    List<String> breaches = AnswerCheck.breaches(operation, request.single(), answer);
    if (!breaches.isEmpty()) {
      throw new AssertionError(
          "%s answered %d against its contract:%n  %s%n%s%n%s%nto %s"
              .formatted(
                  operation,
                  answer.status(),
                  String.join("\n  ", breaches),
                  answer.headers(),
                  answer.body(),
                  request));
    }
    coverage.answered(operation, answer.status());
    return answer;
  }

  /** Sends any request; its answer is not held against a contract. */
  public Answer send(HttpRequest request) {
    Sighting.headers(request.headers().map());
    Sighting.query(request.uri().getRawQuery());
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      Map<String, List<String>> headers = new TreeMap<>();
      response
          .headers()
          .map()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
      headers.keySet().removeIf(name -> name.startsWith(":"));
      Sighting.headers(headers);
      Sighting.body(response.body());
      return new Answer(
          response.statusCode(), request.uri().getRawPath(), headers, response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
