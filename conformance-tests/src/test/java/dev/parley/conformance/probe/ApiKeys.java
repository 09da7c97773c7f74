package dev.parley.conformance.probe;

import dev.parley.conformance.Suite;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.probe.Probe.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Requests that present an API key: it opens what its scopes open, and nothing else. */
final class ApiKeys {
  private ApiKeys() {}

  static List<Probe> probes(Operation operation) {
    List<Probe> probes = new ArrayList<>();
    if (operation.isPublic()) {
      return probes;
    }
    if (operation.takesKeys()) {
      probes.add(
          probe(operation, "an API key with the scopes", suite -> sameAsToken(suite, operation)));
    } else {
      probes.add(
          probe(
              operation,
              "an API key where a sign-in is needed",
              suite -> {
                Request request = suite.stage().request(operation);
                Credentials.denied(suite, request.apiKey(key(suite, keyable(Set.of()))));
                // No key holds them: even a scope that every token has can be lacked.
                operation.scopes().stream()
                    .filter(Contract.all().signInOnly()::contains)
                    .forEach(scope -> suite.coverage().refused(operation, scope));
              }));
    }
    for (String scope : operation.scopes()) {
      if (operation.takesKeys()) {
        probes.add(
            probe(
                operation,
                "an API key without " + scope,
                suite ->
                    Credentials.refused(
                        suite,
                        suite
                            .stage()
                            .request(operation)
                            .apiKey(key(suite, keyable(Set.of(scope)))))));
      }
    }
    probes.add(
        probe(
            operation,
            "an API key that is none",
            suite ->
                Refusal.expect(
                    suite,
                    suite.stage().request(operation).apiKey("ak_" + "A".repeat(43)),
                    401,
                    "AUTH_FAILED")));
    probes.add(
        probe(
            operation,
            "a token and an API key",
            // Nobody's budget: it is not known whose.
            suite ->
                Refusal.require(
                    suite
                        .api()
                        .call(
                            suite
                                .stage()
                                .request(operation)
                                .header("X-Api-Key", "ak_" + "A".repeat(43))),
                    400,
                    "CREDENTIALS_CONFLICT")));
    return probes;
  }

  /** What is wrong with the request beside is refused in the same way, whoever asks. */
  private static void sameAsToken(Suite suite, Operation operation) {
    Request wrong = suite.stage().request(operation).query("noSuchParameter", "x");
    int expected = suite.api().call(wrong).status();
    int status = suite.api().call(wrong.apiKey(key(suite, keyable(Set.of())))).status();
    if (status != expected || status == 401 || status == 403) {
      throw new AssertionError(expected + " with a token, " + status + " with an API key");
    }
  }

  private static String key(Suite suite, Set<String> scopes) {
    return suite.stage().apiKey(scopes);
  }

  /** All scopes that a key can hold, but these. */
  private static Set<String> keyable(Set<String> without) {
    Set<String> scopes = new LinkedHashSet<>();
    Contract.all().operations().forEach(operation -> scopes.addAll(operation.scopes()));
    scopes.removeAll(Contract.all().signInOnly());
    scopes.removeAll(without);
    return scopes;
  }

  private static Probe probe(Operation operation, String name, Probe.Check check) {
    return new Probe(operation, Kind.CREDENTIALS, name, check);
  }
}
