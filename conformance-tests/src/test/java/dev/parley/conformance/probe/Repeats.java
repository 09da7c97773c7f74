package dev.parley.conformance.probe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.conformance.Suite;
import dev.parley.conformance.World;
import dev.parley.conformance.World.Case;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Request;
import dev.parley.conformance.probe.Probe.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same request again: what an {@code Idempotency-Key} promises, and what happens without. */
final class Repeats {
  private static final String KEY = "Idempotency-Key";
  private static final int TWINS = 4;

  private Repeats() {}

  static List<Probe> probes(Operation operation) {
    List<Probe> probes = new ArrayList<>();
    switch (operation.node().path("x-idempotency").asText()) {
      case "accepted" -> {
        probes.add(probe(operation, "the same key again", Repeats::replayed));
        probes.add(probe(operation, "twins with one key", Repeats::twins));
        probes.add(probe(operation, "the same key, somebody else", Repeats::independent));
      }
      case "none" -> probes.add(probe(operation, "a key where none counts", Repeats::notReplayed));
      default -> {}
    }
    if (!operation.response(409).isMissingNode()) {
      probes.add(probe(operation, "a second time without a key", Repeats::again));
    }
    // What is only accepted (202) is judged later, and may tell nobody whether what it needs is
    // there.
    boolean judged = operation.success() != 202;
    if (judged && !operation.requires().isEmpty() && linked(operation).isEmpty()) {
      probes.add(probe(operation, "before what it requires", Repeats::early));
    }
    return probes;
  }

  private interface Act {
    void run(Suite suite, Operation operation);
  }

  private static Probe probe(Operation operation, String name, Act act) {
    return new Probe(operation, Kind.REPEAT, name, suite -> act.run(suite, operation));
  }

  /** The first answer comes again, and nothing was done twice; another request is refused. */
  private static void replayed(Suite suite, Operation operation) {
    World world = new World(suite, operation);
    Request request = world.prepare(operation).value(KEY, suite.tag() + ".replayed");
    Answer first = succeed(suite, request);
    int before = total(suite, operation, world);
    same(first, succeed(suite, request));
    if (total(suite, operation, world) != before) {
      throw new AssertionError("there is one more of " + operation.path());
    }
    Refusal.expect(suite, another(operation, request), 422, "IDEMPOTENCY_KEY_REUSED");
    same(first, succeed(suite, request));
  }

  /** Of requests at the same time one is carried out; the others get its answer or have to wait. */
  private static void twins(Suite suite, Operation operation) {
    World world = new World(suite, operation);
    Request request = world.prepare(operation).value(KEY, suite.tag() + ".twins");
    Callable<Answer> send = () -> suite.api().call(request);
    List<Answer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Answer>> all = new ArrayList<>();
      for (int i = 0; i < TWINS; i++) {
        all.add(send);
      }
      for (Future<Answer> answer : threads.invokeAll(all)) {
        answers.add(answer.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().getMessage(), e);
    }
    Answer first = succeed(suite, request);
    for (Answer answer : answers) {
      if (answer.status() != 409) {
        same(first, answer);
      } else if (!answer.json().path("code").asText().equals("IDEMPOTENCY_IN_PROGRESS")
          || answer.header("Retry-After").isEmpty()) {
        throw new AssertionError(answer.status() + " " + answer.headers() + answer.body());
      }
    }
  }

  /** A key is its user's own. */
  private static void independent(Suite suite, Operation operation) {
    String key = suite.tag() + ".shared";
    Answer one = succeed(suite, new World(suite, operation).prepare(operation).value(KEY, key));
    Answer other = succeed(suite, new World(suite, operation).prepare(operation).value(KEY, key));
    if (one.body().equals(other.body())) {
      throw new AssertionError("somebody else's answer: " + one.body());
    }
  }

  /** What answers a secret answers it once: the same request is another one. */
  private static void notReplayed(Suite suite, Operation operation) {
    Request request = new World(suite, operation).prepare(operation);
    Request keyed = request.header(KEY, suite.tag() + ".ignored");
    Answer first = succeed(suite, keyed);
    Answer second = suite.api().call(keyed);
    // Of a browser's session the body says how long it lives; what is new is in its cookies.
    boolean same =
        first.body().equals(second.body())
            && first.header("Set-Cookie").equals(second.header("Set-Cookie"));
    if (!first.body().isEmpty() && same) {
      throw new AssertionError("replayed: " + first.body());
    }
  }

  /** It works twice, or the second time is a conflict, or what lets one in was good only once. */
  private static void again(Suite suite, Operation operation) {
    Request request = new World(suite, operation).prepare(operation);
    succeed(suite, request);
    Answer second = suite.api().call(request);
    boolean usedUp = operation.isPublic() && second.status() == 401;
    if (second.status() != 409 && second.status() != operation.success() && !usedUp) {
      throw new AssertionError(second.status() + " " + second.body());
    }
  }

  /** It is not carried out, and not the server's fault. */
  private static void early(Suite suite, Operation operation) {
    Answer answer = suite.api().call(new World(suite, operation).unprepared(operation));
    if (!Set.of(401, 404, 409).contains(answer.status())) {
      throw new AssertionError(answer.status() + " " + answer.body());
    }
  }

  private static Answer succeed(Suite suite, Request request) {
    Answer answer = suite.api().call(request);
    if (answer.status() != request.operation().success()) {
      throw new AssertionError(answer.status() + " " + answer.body() + "\nto " + request);
    }
    return answer;
  }

  private static void same(Answer first, Answer again) {
    if (!first.json().equals(again.json())
        || !first.header("Location").equals(again.header("Location"))
        || !first.header("ETag").equals(again.header("ETag"))) {
      throw new AssertionError(
          "not the first answer: %s %s%nbut %s %s"
              .formatted(first.headers(), first.body(), again.headers(), again.body()));
    }
  }

  /** Another request with the same key: another example as its body, or another path. */
  private static Request another(Operation operation, Request request) {
    for (Case other : World.cases(operation)) {
      JsonNode body = other.example().body();
      if (other.link() == null && body.isObject() && !body.equals(request.json())) {
        return request.json(body);
      }
    }
    String linked = linked(operation).stream().findFirst().orElseThrow();
    return request.value(linked, Owners.nobodys());
  }

  /** The parameters that come from an answer before. */
  static Set<String> linked(Operation operation) {
    Set<String> names = new TreeSet<>();
    Contract.all()
        .linksTo(operation.id())
        .forEach(link -> link.node().path("parameters").fieldNames().forEachRemaining(names::add));
    return names;
  }

  /** How many the caller has of what the operation makes; 0 where there is no list of them. */
  private static int total(Suite suite, Operation operation, World world) {
    Optional<Operation> list = Contract.all().beside(operation, "GET");
    if (list.isEmpty() || list.get().parameter("includeTotal").isMissingNode()) {
      return 0;
    }
    Request request = world.prepare(list.get()).value("includeTotal", "true");
    return suite.api().call(request).json().at("/page/total").asInt();
  }
}
