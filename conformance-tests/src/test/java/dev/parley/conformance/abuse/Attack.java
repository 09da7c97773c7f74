package dev.parley.conformance.abuse;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * One thing that no client should do.
 *
 * @param act throws an AssertionError when the answer is not as clear as it has to be
 */
record Attack(String name, Act act) {
  /** What is done. */
  interface Act {
    void run(Victim victim) throws Exception;
  }

  /** Each as a test of its own. */
  static Stream<DynamicTest> tests(Victim victim, Collection<Attack> attacks) {
    return attacks.stream().map(attack -> dynamicTest(attack.name, () -> attack.act.run(victim)));
  }

  /** Each as a test of its own, all of them begun now. */
  static Stream<DynamicTest> atOnce(Victim victim, Collection<Attack> attacks) {
    return attacks.stream()
        .map(
            attack -> {
              CompletableFuture<Void> done = new CompletableFuture<>();
              Thread.startVirtualThread(() -> attack.run(victim, done));
              return dynamicTest(attack.name, done::join);
            })
        .toList()
        .stream();
  }

  private void run(Victim victim, CompletableFuture<Void> done) {
    try {
      act.run(victim);
      done.complete(null);
    } catch (Exception | AssertionError failure) {
      done.completeExceptionally(failure);
    }
  }
}
