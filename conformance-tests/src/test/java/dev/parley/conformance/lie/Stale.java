package dev.parley.conformance.lie;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Answers every read with what was there at the first.
 *
 * @param first answer; null before
 */
record Stale(String name, Predicate<Message> which, AtomicReference<Message> first) implements Lie {
  Stale(String name, Predicate<Message> which) {
    this(name, which, new AtomicReference<>());
  }

  @Override
  public Message answer(Message request, Message answer) {
    if (!which.test(request)) {
      return answer;
    }
    Message before = first.get();
    if (before == null && answer.status() < 300) {
      first.compareAndSet(null, answer);
    }
    // What is gone since is read too.
    return before == null ? answer : before;
  }
}
