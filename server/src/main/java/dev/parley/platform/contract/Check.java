package dev.parley.platform.contract;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A schema made into a check. Finds every violation, not just the first, and may rewrite the
 * value's snake_case property names to the contract's camelCase on the way (T10). Immutable, so
 * thread-safe.
 */
@FunctionalInterface
public interface Check {
  /** Checks the value that stands at the RFC 6901 pointer; the violations go to {@code found}. */
  void check(JsonNode value, String pointer, Findings found);

  /** Accepts anything. */
  Check ANY = (value, pointer, found) -> {};
}
