package dev.parley.conformance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.ws.Messages;
import dev.parley.conformance.ws.Messages.Topic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What of the contracts a run has exercised, against all there is. Thread-safe.
 *
 * <ul>
 *   <li>An operation is exercised by an answer of it that kept the contract.
 *   <li>A status is one that an operation declares, and is exercised by such an answer.
 *   <li>An example is one of a request, of a link with a body, or of a frame that a client sends;
 *       an operation without a body counts as one.
 *   <li>A scope is a pair of an operation and one of its scopes, or of a topic and its scope. It is
 *       exercised when a caller who holds it was let in and one who lacks it was refused.
 *   <li>A topic is exercised when it was joined, a message when a frame of it was sent or received
 *       and kept the contract.
 * </ul>
 */
public final class Coverage {
  private final Map<String, Set<String>> reached = new ConcurrentHashMap<>();
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger frames = new AtomicInteger();
  private final AtomicInteger planted = new AtomicInteger();
  private final AtomicInteger caught = new AtomicInteger();

  /** How much there is of a kind and which of it was not exercised, in alphabetical order. */
  public record Line(int total, int exercised, List<String> missed) {
    public boolean complete() {
      return missed.isEmpty();
    }
  }

  /** An answer that kept its contract. */
  public void answered(Operation operation, int status) {
    answers.incrementAndGet();
    note("operations", operation.id());
    note("statuses", operation.id() + " " + status);
    if (status < 400) {
      operation.scopes().forEach(scope -> note("allowed", operation.id() + " " + scope));
    }
  }

  /** A caller was refused the operation for lack of this scope. */
  public void refused(Operation operation, String scope) {
    note("refused", operation.id() + " " + scope);
  }

  public void example(String name) {
    note("examples", name);
  }

  /**
   * A frame, sent or received, that kept its contract.
   *
   * @param document the module, or {@code common}
   */
  public void message(String document, String message) {
    frames.incrementAndGet();
    note("messages", document + " " + message);
  }

  /** A topic that was joined, by its template. */
  public void topic(String template) {
    note("topics", template);
  }

  /** A topic that a caller was refused for lack of its scope, by its template. */
  public void topicRefused(String template) {
    note("topicsRefused", template);
  }

  /** So many more lies were told to the suite, and so many of them it found. */
  public void plantedLies(int lies, int found) {
    planted.addAndGet(lies);
    caught.addAndGet(found);
  }

  public Set<String> topics() {
    return noted("topics");
  }

  public Set<String> messages() {
    return noted("messages");
  }

  public boolean reached(Operation operation, int status) {
    return noted("statuses").contains(operation.id() + " " + status);
  }

  private void note(String kind, String what) {
    reached.computeIfAbsent(kind, k -> ConcurrentHashMap.newKeySet()).add(what);
  }

  private Set<String> noted(String kind) {
    return Set.copyOf(reached.getOrDefault(kind, Set.of()));
  }

  /** All kinds by name, in the order they are shown. */
  public Map<String, Line> lines() {
    Map<String, Set<String>> all = new LinkedHashMap<>();
    Set<String> scopes = new TreeSet<>();
    Set<String> exercised = new TreeSet<>();
    for (String kind : List.of("operations", "statuses", "examples")) {
      all.put(kind, new TreeSet<>());
    }
    for (Operation operation : Contract.all().operations()) {
      all.get("operations").add(operation.id());
      operation
          .node()
          .path("responses")
          .fieldNames()
          .forEachRemaining(status -> all.get("statuses").add(operation.id() + " " + status));
      World.cases(operation)
          .forEach(c -> all.get("examples").add(operation.id() + " " + c.example().name()));
      operation.scopes().forEach(scope -> scopes.add(operation.id() + " " + scope));
    }
    all.get("examples").addAll(Messages.examples());
    exercised.addAll(noted("allowed"));
    exercised.retainAll(noted("refused"));
    for (Topic topic : Messages.topics()) {
      String pair = topic.template() + " " + topic.scope();
      scopes.add(pair);
      if (noted("topics").contains(topic.template())
          && noted("topicsRefused").contains(topic.template())) {
        exercised.add(pair);
      }
    }
    Map<String, Line> lines = new LinkedHashMap<>();
    all.forEach((kind, total) -> lines.put(kind, line(total, noted(kind))));
    lines.put("scopes", line(scopes, exercised));
    lines.put("topics", line(Messages.topicTemplates(), noted("topics")));
    lines.put("messages", line(Messages.names(), noted("messages")));
    return lines;
  }

  private static Line line(Set<String> all, Set<String> exercised) {
    List<String> missed = new ArrayList<>(new TreeSet<>(all));
    missed.removeAll(exercised);
    return new Line(all.size(), all.size() - missed.size(), missed);
  }

  /** A few lines to read. */
  public String summary() {
    StringBuilder text = new StringBuilder("Contracts exercised\n");
    lines()
        .forEach(
            (kind, line) -> {
              text.append("  %-10s %4d of %4d%n".formatted(kind, line.exercised(), line.total()));
              if (!line.complete()) {
                text.append("    not: ").append(missed(kind, line.missed())).append('\n');
              }
            });
    if (planted.get() > 0) {
      text.append("  %-10s %4d of %4d caught%n".formatted("lies", caught.get(), planted.get()));
    }
    text.append("  %d answers and %d frames held to them%n".formatted(answers.get(), frames.get()));
    return text.toString();
  }

  /** Statuses by number only: each of all operations would be many. */
  private static String missed(String kind, List<String> names) {
    if (!kind.equals("statuses")) {
      return String.join(", ", names);
    }
    Map<String, Integer> counts = new TreeMap<>();
    names.forEach(name -> counts.merge(name.replaceFirst(".* ", ""), 1, Integer::sum));
    return String.join(
        ", ", counts.entrySet().stream().map(e -> e.getKey() + " of " + e.getValue()).toList());
  }

  /** The same for programs, with every status that was not reached. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    Map<String, Line> lines = lines();
    lines.forEach(
        (kind, line) ->
            json.putObject(kind).put("total", line.total()).put("exercised", line.exercised()));
    json.putObject("plantedLies").put("planted", planted.get()).put("caught", caught.get());
    lines
        .getOrDefault("statuses", new Line(0, 0, List.of()))
        .missed()
        .forEach(json.withArray("statusesNotReached")::add);
    return json;
  }
}
