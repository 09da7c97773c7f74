package dev.parley.conformance.probe;

import dev.parley.conformance.Suite;
import dev.parley.conformance.contract.Operation;

/**
 * One case derived from the contract of an operation.
 *
 * @param name unique among the operation's probes
 */
public record Probe(Operation operation, Kind kind, String name, Check check) {
  /** What a case is about. */
  public enum Kind {
    /** Who calls: nobody, a bad token, somebody without the scope. */
    CREDENTIALS,
    /** One rule of the body's schema is broken, or all at once. */
    BODY,
    /** One rule of a path, query or header parameter is broken. */
    PARAMETER,
    /** Media types, methods, what is no JSON, what is too large. */
    PROTOCOL,
    /** What the schema just admits, and the other spellings it admits. */
    ADMITTED,
    /** {@code If-Match} and {@code If-None-Match}. */
    CONDITION,
    /** The same request again, with and without {@code Idempotency-Key}. */
    REPEAT,
    /** Pages of a list. */
    PAGES,
    /** What is somebody else's, and what is not there. */
    OWNERSHIP,
    /** Needs a server with settings of its own, which is started for it. */
    SETTINGS
  }

  /** Throws an AssertionError when the contract is broken. */
  @FunctionalInterface
  public interface Check {
    void run(Suite suite);
  }

  /** Throws an AssertionError when the contract is broken. */
  public void run(Suite suite) {
    try {
      check.run(suite);
    } catch (AssertionError e) {
      throw new AssertionError(this + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return operation.id() + ": " + name;
  }
}
