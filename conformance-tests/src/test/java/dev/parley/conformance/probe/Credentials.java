package dev.parley.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.Suite;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.probe.Probe.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Requests without credentials, with bad ones, and without the scope. */
final class Credentials {
  private static final String AUTHORIZATION = "Authorization";

  private Credentials() {}

  static List<Probe> probes(Operation operation) {
    List<Probe> probes = new ArrayList<>();
    if (operation.isPublic()) {
      probes.add(
          new Probe(
              operation,
              Kind.CREDENTIALS,
              "a bad token is not looked at",
              suite -> {
                Request request = suite.stage().request(operation);
                int status = suite.api().call(request.query("noSuchParameter", "x")).status();
                Request bad = request.header(AUTHORIZATION, "Bearer nothing");
                Answer answer = suite.api().call(bad.query("noSuchParameter", "x"));
                if (answer.status() != status) {
                  throw new AssertionError(status + " became " + answer.status());
                }
              }));
      return probes;
    }
    probes.add(
        new Probe(
            operation,
            Kind.CREDENTIALS,
            "no credentials",
            suite ->
                Refusal.expect(
                    suite,
                    suite.stage().request(operation).token(Optional.empty()),
                    401,
                    "UNAUTHENTICATED")));
    bad()
        .forEach(
            (name, change) ->
                probes.add(
                    new Probe(
                        operation,
                        Kind.CREDENTIALS,
                        name,
                        suite -> {
                          Request request = suite.stage().request(operation);
                          String given = String.valueOf(request.headers().get(AUTHORIZATION));
                          Refusal.expect(
                              suite,
                              request.header(AUTHORIZATION, change.apply(given)),
                              401,
                              "AUTH_FAILED");
                        })));
    for (String scope : operation.scopes()) {
      role(scope).ifPresent(role -> probes.add(lacking(operation, scope, role)));
    }
    return probes;
  }

  /** What good credentials are made into. */
  private static Map<String, UnaryOperator<String>> bad() {
    Map<String, UnaryOperator<String>> bad = new LinkedHashMap<>();
    bad.put("a token that is none", good -> "Bearer nothing");
    bad.put("another scheme", good -> good.replace("Bearer", "Basic"));
    bad.put("a token signed by nobody", Credentials::unsigned);
    bad.put("a token whose signature is another's", Credentials::flipped);
    bad.put("a token whose claims were changed", Credentials::promoted);
    return bad;
  }

  private static String[] parts(String good) {
    return good.replace("Bearer ", "").split("\\.", -1);
  }

  private static String unsigned(String good) {
    String header = encode("{\"alg\":\"none\",\"typ\":\"JWT\"}");
    return "Bearer " + header + "." + parts(good)[1] + ".";
  }

  private static String flipped(String good) {
    String[] parts = parts(good);
    char first = parts[2].charAt(0) == 'A' ? 'B' : 'A';
    return "Bearer " + parts[0] + "." + parts[1] + "." + first + parts[2].substring(1);
  }

  private static String promoted(String good) {
    String[] parts = parts(good);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    return "Bearer " + parts[0] + "." + encode(claims + " ") + "." + parts[2];
  }

  private static String encode(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The smallest role that lacks a scope; none where every role has it. */
  static Optional<String> role(String scope) {
    return Contract.all().rolesByScopes().stream()
        .filter(role -> !Contract.all().scopesOf(role).contains(scope))
        .findFirst();
  }

  private static Probe lacking(Operation operation, String scope, String role) {
    return new Probe(
        operation,
        Kind.CREDENTIALS,
        "a caller without " + scope,
        suite -> {
          Request request = suite.stage().request(operation);
          refused(suite, request.token(Optional.of(suite.stage().token(role))));
          suite.coverage().refused(operation, scope);
        });
  }

  /** The problem has to say what is required and what is held, which is not enough. */
  static void refused(Suite suite, Request request) {
    Answer answer = denied(suite, request);
    Set<String> required = texts(answer.json().path("requiredScopes"));
    Set<String> held = texts(answer.json().path("heldScopes"));
    Set<String> roles = texts(answer.json().path("sufficientRoles"));
    if (!roles.equals(new TreeSet<>(Contract.all().rolesWith(required)))) {
      throw new AssertionError("roles with " + required + " are not " + roles);
    }
    if (held.containsAll(required)) {
      throw new AssertionError("required " + required + ", held " + held);
    }
  }

  /** The problem has to say what is required and what is held. */
  static Answer denied(Suite suite, Request request) {
    Answer answer = Refusal.expect(suite, request, 403, "PERMISSION_DENIED");
    JsonNode required = answer.json().path("requiredScopes");
    Set<String> held = texts(answer.json().path("heldScopes"));
    if (!required.isArray()
        || !texts(required).equals(new TreeSet<>(request.operation().scopes()))
        || held.isEmpty()) {
      throw new AssertionError("required " + required + ", held " + held);
    }
    return answer;
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> result = new TreeSet<>();
    array.forEach(item -> result.add(item.asText()));
    return result;
  }
}
