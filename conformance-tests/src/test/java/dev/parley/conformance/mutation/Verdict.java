package dev.parley.conformance.mutation;

import dev.parley.conformance.Suite;
import java.net.URI;
import java.util.Optional;

/**
 * What became of a mutant.
 *
 * @param by the case that failed over the mutant and passed over the server as it is; none for a
 *     mutant that lives
 * @param detail what the case said, or what else went wrong
 */
record Verdict(Mutant mutant, Optional<String> by, String detail) {
  private static final int MOST = 400;

  boolean caught() {
    return by.isPresent();
  }

  /**
   * Runs the cases of a mutant's own operation until one fails.
   *
   * @param people over the server as it is, whose callers all cases have
   * @param mutated the server that reads the changed contract
   */
  static Verdict of(Mutant mutant, Suite people, URI mutated) {
    Suite over = people.through(mutated);
    StringBuilder trouble = new StringBuilder();
    for (Trial trial : Trial.of(mutant, people)) {
      Optional<Throwable> thrown = thrown(trial, over);
      if (thrown.isEmpty()) {
        continue;
      }
      if (thrown.get() instanceof AssertionError) {
        Optional<Throwable> honest = thrown(trial, people);
        if (honest.isEmpty()) {
          return new Verdict(mutant, Optional.of(trial.name()), shown(thrown.get()));
        }
        trouble.append(" over the unchanged server ").append(honest.get());
      }
      trouble.append(' ').append(trial.name()).append(": ").append(shown(thrown.get()));
    }
    return new Verdict(mutant, Optional.empty(), trouble.toString());
  }

  private static Optional<Throwable> thrown(Trial trial, Suite suite) {
    try {
      trial.body().accept(suite);
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      return Optional.of(e);
    }
  }

  private static String shown(Throwable thrown) {
    String text = thrown.toString().replaceAll("\\s+", " ");
    return text.substring(0, Math.min(text.length(), MOST));
  }

  @Override
  public String toString() {
    return mutant + by.map(name -> " seen by " + name).orElse(" LIVES") + ": " + detail;
  }
}
