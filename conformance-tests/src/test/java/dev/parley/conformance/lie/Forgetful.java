package dev.parley.conformance.lie;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Answers the second success of a kind with another id, as if it had been carried out again.
 *
 * @param count of successes so far
 */
record Forgetful(String name, Predicate<Message> which, AtomicInteger count) implements Lie {
  Forgetful(String name, Predicate<Message> which) {
    this(name, which, new AtomicInteger());
  }

  @Override
  public Message answer(Message request, Message answer) {
    if (!which.test(request) || answer.status() >= 300 || count.incrementAndGet() != 2) {
      return answer;
    }
    if (!(answer.json() instanceof ObjectNode json)) {
      return answer;
    }
    String id = json.path("id").asText();
    String other = UUID.randomUUID().toString();
    Message changed = answer.withBody(json.deepCopy().put("id", other));
    return answer
        .header("Location")
        .map(at -> changed.with("Location", at.replace(id, other)))
        .orElse(changed);
  }
}
