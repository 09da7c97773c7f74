package dev.parley.conformance.probe;

import dev.parley.conformance.SmallServer;
import dev.parley.conformance.Suite;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.probe.Probe.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What takes a server with settings of its own: scopes that every role has, tokens that expire,
 * budgets that are used up. All of that is decided before a request's parameters are looked at.
 */
final class Small {
  /** More than any budget of the small server. */
  private static final int ENOUGH = 200;

  private Small() {}

  static List<Probe> limited(Operation operation) {
    return operation.scopes().stream().anyMatch(Small::isEverybodys)
        ? List.of(probe(operation, "a token for changing the password", Small::limited))
        : List.of();
  }

  /** A scope that every role has, so that it takes a token that is for one thing only. */
  private static boolean isEverybodys(String scope) {
    return Credentials.role(scope).isEmpty() && !scope.equals(SmallServer.SCOPE);
  }

  static List<Probe> expired(Operation operation) {
    return operation.isPublic()
        ? List.of()
        : List.of(probe(operation, "a token that has expired", Small::expired));
  }

  static List<Probe> exhausted(Operation operation) {
    return operation.limited()
        ? List.of(probe(operation, "too many requests", Small::exhausted))
        : List.of();
  }

  /** What the server itself answers is answered under overload too; a monitor asks just then. */
  static List<Probe> overloaded(Operation operation) {
    boolean always = operation.module().equals("platform");
    return List.of(
        probe(
            operation,
            always ? "answered by a busy server" : "too much at once",
            (suite, server, o) -> {
              Request request = blank(o, "").query(Map.of());
              Answer answer = always ? server.api().call(request) : server.busy(request);
              if (always && answer.status() != operation.success()) {
                throw new AssertionError(answer.status() + " " + answer.body());
              } else if (!always) {
                Refusal.require(answer, 503, "UNAVAILABLE");
              }
            }));
  }

  private interface Act {
    void run(Suite suite, SmallServer server, Operation operation);
  }

  private static Probe probe(Operation operation, String name, Act act) {
    return new Probe(
        operation, Kind.SETTINGS, name, suite -> act.run(suite, suite.small(), operation));
  }

  private static void expired(Suite suite, SmallServer server, Operation operation) {
    Answer answer = server.api().call(blank(operation, server.expired()));
    Refusal.require(answer, 401, "AUTH_FAILED");
  }

  /** Refused, unless the one scope that the token has is the one that is needed. */
  private static void limited(Suite suite, SmallServer server, Operation operation) {
    Answer answer = server.api().call(blank(operation, server.limited()));
    Set<String> held = new TreeSet<>();
    answer.json().path("heldScopes").forEach(scope -> held.add(scope.asText()));
    Set<String> lacking = new TreeSet<>(operation.scopes());
    lacking.removeAll(held);
    if (answer.status() == 403 && !held.isEmpty() && !lacking.isEmpty()) {
      lacking.forEach(scope -> suite.coverage().refused(operation, scope));
    } else {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
  }

  /** The budget is told on the way, and at its end how long to wait. */
  private static void exhausted(Suite suite, SmallServer server, Operation operation) {
    Request request = operation.isPublic() ? blank(operation, "") : blank(operation, server.full());
    for (int i = 0; i < ENOUGH; i++) {
      Answer answer = server.api().call(request);
      if (answer.status() == 429) {
        requireExhausted(answer);
        return;
      }
    }
    throw new AssertionError("no end after " + ENOUGH + " requests");
  }

  /** That an answer tells of the end of a budget, and how long to wait. */
  static void requireExhausted(Answer answer) {
    Refusal.require(answer, 429, "RATE_LIMIT_EXCEEDED");
    int wait = Integer.parseInt(answer.header("Retry-After"));
    if (!answer.header("RateLimit").contains(";r=0;") || wait < 1 || wait > 60) {
      throw new AssertionError("429 with " + answer.headers());
    }
  }

  private static Request blank(Operation operation, String token) {
    return Blank.of(operation).token(token.isEmpty() ? Optional.empty() : Optional.of(token));
  }
}
