package dev.parley.conformance.lie;

import dev.parley.conformance.Suite;
import dev.parley.conformance.World;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Request;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Cases in which an operation succeeds, however often they are run. */
final class Successes {
  private static final String KEY = "Idempotency-Key";

  private Successes() {}

  /**
   * @param direct where worlds are made that serve many times
   */
  static Consumer<Suite> of(Suite direct, Operation operation) {
    if (operation.method().equals("GET")) {
      return suite -> succeed(suite, suite.stage().request(operation));
    }
    if (operation.node().path("x-idempotency").asText().equals("accepted")) {
      // With a key the first answer comes again and again; twins would be told to wait.
      Map<Suite, Keyed> keyed = new ConcurrentHashMap<>();
      return suite ->
          succeed(suite, keyed.computeIfAbsent(suite, s -> Keyed.of(direct, operation)).request());
    }
    return suite -> succeed(suite, new World(suite, operation).prepare(operation));
  }

  /** A request with a key of its own, and the world that has what it needs. */
  private record Keyed(World world, Request prepared) {
    static Keyed of(Suite direct, Operation operation) {
      World world = new World(direct, operation);
      return new Keyed(world, world.prepare(operation).value(KEY, direct.tag() + ".repeated"));
    }

    Request request() {
      return prepared.token(Optional.of(world.token()));
    }
  }

  private static void succeed(Suite suite, Request request) {
    Answer answer = suite.api().call(request);
    if (answer.status() != request.operation().success()) {
      throw new AssertionError(answer.status() + " " + answer.body() + "\nto " + request);
    }
  }
}
