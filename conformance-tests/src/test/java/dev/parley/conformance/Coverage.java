package dev.parley.conformance;

import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What of the contracts the suite has exercised. Thread-safe. */
public final class Coverage {
  private final Map<String, Set<Integer>> statuses = new ConcurrentHashMap<>();
  private final Set<String> examples = ConcurrentHashMap.newKeySet();
  private final Set<String> topics = ConcurrentHashMap.newKeySet();
  private final Set<String> messages = ConcurrentHashMap.newKeySet();
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger frames = new AtomicInteger();

  /** An answer that kept its contract. */
  public void answered(Operation operation, int status) {
    answers.incrementAndGet();
    statuses.computeIfAbsent(operation.id(), id -> ConcurrentHashMap.newKeySet()).add(status);
  }

  public void example(String name) {
    examples.add(name);
  }

  /**
   * A frame, sent or received, that kept its contract.
   *
   * @param document the module, or {@code common}
   */
  public void message(String document, String message) {
    frames.incrementAndGet();
    messages.add(document + " " + message);
  }

  /** A topic that was joined, by its template. */
  public void topic(String template) {
    topics.add(template);
  }

  public Set<String> topics() {
    return Set.copyOf(topics);
  }

  public Set<String> messages() {
    return Set.copyOf(messages);
  }

  public boolean reached(Operation operation, int status) {
    return statuses.getOrDefault(operation.id(), Set.of()).contains(status);
  }

  /**
   * A few lines to read.
   *
   * @param totalExamples to execute
   * @param allMessages of all contracts, as they are counted here
   * @param allTopics of all contracts, by template
   */
  public String summary(int totalExamples, Set<String> allTopics, Set<String> allMessages) {
    StringBuilder text = new StringBuilder("Contracts exercised\n");
    Contract contract = Contract.all();
    Map<String, Integer> declared = new TreeMap<>();
    int reached = 0;
    for (Operation operation : contract.operations()) {
      declared.merge("operations", 1, Integer::sum);
      for (Map.Entry<String, ?> e : operation.node().path("responses").properties()) {
        declared.merge("statuses", 1, Integer::sum);
        reached += reached(operation, Integer.parseInt(e.getKey())) ? 1 : 0;
      }
    }
    line(text, "operations", statuses.size(), declared.get("operations"));
    line(text, "statuses", reached, declared.get("statuses"));
    line(text, "examples", examples.size(), totalExamples);
    line(text, "topics", topics.size(), allTopics.size());
    line(text, "messages", messages.size(), allMessages.size());
    Set<String> missed = new TreeSet<>(allMessages);
    missed.removeAll(messages);
    text.append("  not reached: ").append(missed.isEmpty() ? "none" : String.join(", ", missed));
    text.append(
        "%n  %d answers and %d frames held to them%n".formatted(answers.get(), frames.get()));
    return text.toString();
  }

  private static void line(StringBuilder text, String what, int exercised, int total) {
    text.append("  %-10s %d of %d%n".formatted(what, exercised, total));
  }
}
