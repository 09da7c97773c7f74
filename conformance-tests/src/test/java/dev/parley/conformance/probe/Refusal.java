package dev.parley.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.Suite;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Request;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** What a request has to be refused with. */
final class Refusal {
  /** Decided before the budget is looked at, or maybe before. */
  private static final Set<Integer> FREE = Set.of(401, 403, 405, 503);

  private Refusal() {}

  /** Sends a request that has to get this status and code. */
  static Answer expect(Suite suite, Request request, int status, String code) {
    Answer answer = suite.api().call(request);
    if (answer.status() != status || !answer.json().path("code").asText().equals(code)) {
      throw new AssertionError(
          "expected %d %s, was %d %s%nto %s"
              .formatted(status, code, answer.status(), answer.body(), request));
    }
    if (request.operation().limited()
        && !FREE.contains(status)
        && (answer.header("RateLimit").isEmpty() || answer.header("RateLimit-Policy").isEmpty())) {
      throw new AssertionError("what is left is not told: " + answer.headers());
    }
    return answer;
  }

  static void require(Answer answer, int status, String code) {
    if (answer.status() != status || !answer.json().path("code").asText().equals(code)) {
      throw new AssertionError(
          "expected %d %s, was %d %s".formatted(status, code, answer.status(), answer.body()));
    }
  }

  /** Sends a request that breaks these rules and no others; they have to be named. */
  static void expect(Suite suite, Request request, Collection<Breach> breaches) {
    boolean unparsed = breaches.stream().anyMatch(Breach::unparsed);
    Answer answer =
        unparsed
            ? expect(suite, request, 400, "INVALID_PARAMETER")
            : expect(suite, request, request.operation().invalid(), "VALIDATION_ERROR");
    Set<String> expected = new TreeSet<>();
    breaches.forEach(b -> expected.add(b.pointer() + " " + b.code()));
    Set<String> found = new TreeSet<>();
    for (JsonNode error : answer.json().path("errors")) {
      found.add(error.path("pointer").asText() + " " + error.path("code").asText());
    }
    if (!found.equals(expected)) {
      throw new AssertionError(
          "expected errors %s, found %s%n%s%nto %s"
              .formatted(expected, found, answer.body(), request));
    }
  }
}
