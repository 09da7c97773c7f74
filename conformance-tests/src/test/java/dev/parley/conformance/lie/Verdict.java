package dev.parley.conformance.lie;

import dev.parley.conformance.Suite;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What became of a lie. */
record Verdict(String lie, Outcome outcome, String detail) {
  private static final int MOST = 600;

  /** How the suite took it. */
  enum Outcome {
    /** A check saw the breach. */
    CAUGHT,
    /** It was told, and everything passed. */
    BELIEVED,
    /** There was no occasion for it. */
    NEVER_TOLD,
    /** Something failed that is no check, or the proxy itself. */
    BROKE
  }

  boolean is(Outcome other) {
    return outcome == other;
  }

  /**
   * Tells a lie while a case runs.
   *
   * @param suite over the proxy
   * @param body the case
   */
  static Verdict of(Proxy proxy, Suite suite, Lie lie, Consumer<Suite> body) {
    proxy.tell(Optional.of(lie));
    Optional<Throwable> thrown = thrown(suite, body);
    List<Throwable> failures = proxy.failures();
    int told = proxy.told();
    proxy.tell(Optional.empty());
    String said = thrown.map(Throwable::toString).orElse("");
    if (!failures.isEmpty()) {
      return new Verdict(lie.name(), Outcome.BROKE, "the proxy: " + failures + " " + said);
    }
    if (thrown.isPresent() && !(thrown.get() instanceof AssertionError)) {
      return new Verdict(lie.name(), Outcome.BROKE, said);
    }
    if (told == 0) {
      return new Verdict(lie.name(), Outcome.NEVER_TOLD, said);
    }
    return new Verdict(lie.name(), thrown.isPresent() ? Outcome.CAUGHT : Outcome.BELIEVED, said);
  }

  static Optional<Throwable> thrown(Suite suite, Consumer<Suite> body) {
    try {
      body.accept(suite);
      return Optional.empty();
    } catch (AssertionError | RuntimeException e) {
      return Optional.of(e);
    }
  }

  @Override
  public String toString() {
    String shown = detail.replaceAll("\\s+", " ");
    return outcome + " " + lie + ": " + shown.substring(0, Math.min(shown.length(), MOST));
  }
}
