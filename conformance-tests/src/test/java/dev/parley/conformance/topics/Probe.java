package dev.parley.conformance.topics;

import dev.parley.conformance.Suite;
import java.util.function.Consumer;

/**
 * One case that a server has to pass.
 *
 * @param subject the path, topic or message that it is about
 * @param body fails with an {@link AssertionError} if the server breaks the contract; the suite it
 *     is given tells the address and takes the coverage
 */
public record Probe(Kind kind, String subject, Consumer<Suite> body) {
  /** What is probed. */
  public enum Kind {
    NO_CREDENTIALS,
    NEVER_AUTHENTICATES,
    BAD_CREDENTIALS,
    LACKS_SCOPE,
    JOINS,
    RESUMES,
    READ_THEN_SUBSCRIBE,
    AGREES_WITH_REST,
    RESYNCS,
    BAD_TOPIC,
    OWN_EVENTS,
    LEAVES,
    HEARTBEATS,
    BAD_FRAME
  }

  public void run(Suite suite) {
    body.accept(suite);
  }

  @Override
  public String toString() {
    return kind + " " + subject;
  }
}
