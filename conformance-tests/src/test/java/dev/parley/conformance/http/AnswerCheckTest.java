package dev.parley.conformance.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The suite's own eyes: what an answer has too much, too little or otherwise is seen. */
final class AnswerCheckTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String HEALTHY = "{\"status\":\"healthy\",\"db\":\"connected\"}";

  private final Operation health = Contract.all().operation("getHealth");
  private final Map<String, List<String>> headers =
      new TreeMap<>(
          Map.of(
              "content-type", List.of("application/json"),
              "x-request-id", List.of(TRACE),
              "date", List.of("Sun, 22 Nov 2026 02:06:42 GMT"),
              "cache-control", List.of("no-store"),
              "x-content-type-options", List.of("nosniff"),
              "x-frame-options", List.of("DENY"),
              "referrer-policy", List.of("no-referrer"),
              "content-security-policy", List.of("default-src 'none'; frame-ancestors 'none'")));

  private List<String> breaches(int status, String body) {
    return AnswerCheck.breaches(
        health, Map.of(), new Answer(status, "/health", Map.copyOf(headers), body));
  }

  @Test
  void whatKeepsTheContractPasses() {
    assertThat(breaches(200, HEALTHY)).isEmpty();
  }

  @Test
  void aStatusThatIsNotDeclared() {
    assertThat(breaches(201, HEALTHY)).containsExactly("status 201 is not declared");
  }

  @Test
  void aHeaderTooMuchMissingOrMalformed() {
    headers.put("x-more", List.of("1"));
    assertThat(breaches(200, HEALTHY)).singleElement().asString().contains("x-more");
    headers.remove("x-more");
    headers.put("x-request-id", List.of("no trace"));
    assertThat(breaches(200, HEALTHY)).singleElement().asString().contains("x-request-id");
    headers.put("x-request-id", List.of(TRACE));
    headers.put("x-content-type-options", List.of("sniff"));
    assertThat(breaches(200, HEALTHY)).singleElement().asString().contains("sniff");
    headers.put("x-content-type-options", List.of("nosniff"));
    headers.remove("x-request-id");
    assertThat(breaches(200, HEALTHY)).containsExactly("header x-request-id is missing");
  }

  @Test
  void aFieldTooMuchMissingOrOfAnotherType() {
    assertThat(breaches(200, "{\"status\":\"healthy\",\"db\":\"connected\",\"more\":1}"))
        .hasSize(1);
    assertThat(breaches(200, "{\"status\":\"healthy\"}")).hasSize(1);
    assertThat(breaches(200, "{\"status\":\"healthy\",\"db\":1}")).hasSize(1);
    assertThat(breaches(200, "{\"status\"")).hasSize(1);
  }

  @Test
  void aTypeThatIsNotDeclared() {
    headers.put("content-type", List.of("text/html"));
    assertThat(breaches(200, HEALTHY)).singleElement().asString().contains("text/html");
  }

  @Test
  void aProblemThatSpeaksOfAnother() {
    headers.put("content-type", List.of("application/problem+json"));
    headers.put("retry-after", List.of("1"));
    String problem =
        """
        {"type": "urn:parley:problem:unavailable", "title": "Not available right now",
         "status": %d, "code": "UNAVAILABLE", "traceId": "%s", "instance": "/health",
         "timestamp": "2026-11-21T22:05:00Z"}""";
    assertThat(breaches(503, problem.formatted(503, TRACE))).isEmpty();
    assertThat(breaches(503, problem.formatted(500, TRACE)))
        .singleElement()
        .asString()
        .contains("status");
    assertThat(breaches(503, problem.formatted(503, TRACE.replace('4', '5'))))
        .singleElement()
        .asString()
        .contains("traceId");
  }
}
