package dev.parley.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Link;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.contract.Operation.Example;
import dev.parley.conformance.http.Answer;
import dev.parley.conformance.http.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The world of one test: its caller and what has been answered in it. Used by one thread. */
public final class World {
  private final Contract contract = Contract.all();
  private final Suite suite;
  private final Optional<String> role;
  private final String tag;
  private final Map<String, Done> done = new HashMap<>();
  private @Nullable Person caller;

  /** An operation that succeeded. */
  private record Done(Answer answer, JsonNode request) {}

  /** For a goal: its caller has the smallest role that may do all of it. */
  public World(Suite suite, Operation goal) {
    this(suite, goal.isPublic() ? Optional.empty() : Optional.of(roleFor(goal)));
  }

  /** With a caller of this role; without one the first admin does what has to be done. */
  World(Suite suite, Optional<String> role) {
    this.suite = suite;
    this.role = role;
    this.tag = suite.tag();
  }

  /** The examples of an operation: its own, and the links with a body that lead to it. */
  public static List<Case> cases(Operation operation) {
    List<Case> cases = new ArrayList<>();
    for (Link link : Contract.all().linksTo(operation.id())) {
      if (link.hasBody()) {
        String name = link.source().id() + "." + link.name();
        Example example =
            new Example(name, link.node().path("requestBody"), operation.success(), List.of());
        cases.add(new Case(example, link));
      }
    }
    operation.examples().forEach(example -> cases.add(new Case(example, null)));
    return cases;
  }

  /**
   * An example and where its body's expressions look.
   *
   * @param link none for an example of the request itself
   */
  public record Case(Example example, @Nullable Link link) {}

  /** Executes one example of an operation, after all it needs. */
  public Answer execute(Operation operation, Case chosen) {
    for (String required : chosen.example().requires()) {
      ensure(contract.operation(required));
    }
    return run(operation, chosen);
  }

  /** A request that would succeed, after all it needs; it is not sent. */
  public Request prepare(Operation operation) {
    return request(operation, first(operation));
  }

  /** A request as the contract's examples show it, without anything done that it needs. */
  public Request unprepared(Operation operation) {
    JsonNode body = MissingNode.getInstance();
    for (Case chosen : cases(operation)) {
      if (chosen.link() == null && chosen.example().requires().isEmpty()) {
        body = Values.unique(operation, chosen.example().body(), tag);
        break;
      }
    }
    return Request.of(operation, examples(operation), body).token(token(operation));
  }

  /** Whether an operation has succeeded in this world. */
  boolean has(Operation operation) {
    return done.containsKey(operation.id());
  }

  /** The answer of an operation, which has been or is now executed in this world. */
  public Answer answer(Operation operation) {
    return ensure(operation).answer();
  }

  private Request request(Operation operation, Case chosen) {
    operation.requires().forEach(required -> ensure(contract.operation(required)));
    JsonNode body = chosen.example().body();
    Link link = chosen.link();
    JsonNode asked = MissingNode.getInstance();
    if (link != null) {
      Done source = ensure(link.source());
      asked = source.request();
      body = Values.resolve(body, source.answer(), source.request());
    }
    body = suite.peers().complete(operation, Values.unique(operation, body, tag), asked, tag);
    return Request.of(operation, parameters(operation), body).token(token(operation));
  }

  private Answer run(Operation operation, Case chosen) {
    Request request = request(operation, chosen);
    Answer answer = suite.api().call(request);
    int expected = chosen.example().status();
    if (answer.status() != expected) {
      throw new AssertionError(
          "%s, example %s: expected %d, was %d %s"
              .formatted(
                  operation, chosen.example().name(), expected, answer.status(), answer.body()));
    }
    if (expected >= 400) {
      sameProblem(operation.answer(expected, chosen.example().name()), answer.json());
    }
    if (expected == operation.success()) {
      done.putIfAbsent(operation.id(), new Done(answer, request.json()));
    }
    suite.coverage().example(operation.id() + " " + chosen.example().name());
    return answer;
  }

  /** A problem says what its example says: its code, and which rules are broken where. */
  private static void sameProblem(JsonNode example, JsonNode problem) {
    if (!example.path("code").equals(problem.path("code"))
        || !violations(example).equals(violations(problem))) {
      throw new AssertionError("not the problem of the example: " + problem);
    }
  }

  private static Set<String> violations(JsonNode problem) {
    Set<String> result = new LinkedHashSet<>();
    for (JsonNode error : problem.path("errors")) {
      result.add(error.path("pointer").asText() + " " + error.path("code").asText());
    }
    return result;
  }

  /** Runs the first example that succeeds, unless the operation has succeeded in this world. */
  private Done ensure(Operation operation) {
    Done before = done.get(operation.id());
    if (before != null) {
      return before;
    }
    run(operation, first(operation));
    Done now = done.get(operation.id());
    if (now == null) {
      throw new IllegalStateException(operation + " did not succeed");
    }
    return now;
  }

  private static Case first(Operation operation) {
    return cases(operation).stream()
        .filter(c -> c.example().status() == operation.success())
        .filter(c -> c.example().requires().isEmpty())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(operation + " has no example that succeeds"));
  }

  /** From the answers that link here, else from the examples of the contract. */
  private Map<String, String> parameters(Operation operation) {
    Map<String, String> values = examples(operation);
    for (Link link : contract.linksTo(operation.id())) {
      JsonNode parameters = link.node().path("parameters");
      if (!parameters.isEmpty()) {
        Done source = ensure(link.source());
        parameters
            .properties()
            .forEach(
                e ->
                    values.put(
                        e.getKey(),
                        Values.resolve(e.getValue(), source.answer(), source.request()).asText()));
      }
    }
    return values;
  }

  private static Map<String, String> examples(Operation operation) {
    Map<String, String> values = new LinkedHashMap<>();
    for (JsonNode parameter : operation.parameters()) {
      if (parameter.has("example")) {
        values.put(parameter.path("name").asText(), text(parameter.path("example")));
      }
    }
    return values;
  }

  private static String text(JsonNode example) {
    if (!(example instanceof ArrayNode items)) {
      return example.asText();
    }
    List<String> texts = new ArrayList<>();
    items.forEach(item -> texts.add(item.asText()));
    return String.join(",", texts);
  }

  private Optional<String> token(Operation operation) {
    return operation.isPublic() ? Optional.empty() : Optional.of(token());
  }

  /** A token of this world's caller. */
  public String token() {
    if (role.isEmpty()) {
      return suite.signIn().admin();
    }
    Person present = caller;
    if (present == null) {
      present = suite.signIn().enrol(role.get(), suite.tag());
      caller = present;
    }
    return present.token();
  }

  /** The smallest role that may do an operation and all that it needs. */
  public static String roleFor(Operation goal) {
    Set<String> scopes = new LinkedHashSet<>();
    collect(goal, scopes, new LinkedHashSet<>());
    return Contract.all().roleWith(scopes);
  }

  /** An operation and all that has to have been done for it, by their ids. */
  public static Set<String> needs(Operation goal) {
    Set<String> seen = new LinkedHashSet<>();
    collect(goal, new LinkedHashSet<>(), seen);
    return seen;
  }

  /** The scopes of an operation and of all that it needs. */
  private static void collect(Operation operation, Set<String> scopes, Set<String> seen) {
    if (!seen.add(operation.id())) {
      return;
    }
    scopes.addAll(operation.scopes());
    List<String> others = new ArrayList<>(operation.requires());
    cases(operation).forEach(c -> others.addAll(c.example().requires()));
    Contract contract = Contract.all();
    contract.linksTo(operation.id()).forEach(link -> others.add(link.source().id()));
    others.forEach(id -> collect(contract.operation(id), scopes, seen));
  }
}
