package dev.parley.conformance.matrix;

import dev.parley.conformance.Suite;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Somebody who asks.
 *
 * @param role the role of the account; {@code nobody} without one
 * @param held the scopes that the contracts give to this credential
 * @param suite over the server that is asked
 * @param token what is shown, valid at that server when it is to be
 */
public record Caller(
    String role,
    Credential credential,
    Set<String> held,
    Suite suite,
    Supplier<Optional<String>> token) {
  /** How somebody shows who it is. */
  public enum Credential {
    /** Not at all. */
    NONE,
    /** By the access token of a session. */
    SESSION,
    /** By an access token whose time is over. */
    EXPIRED
  }

  /** The same, who shows something else. */
  Caller showing(Supplier<Optional<String>> other) {
    return new Caller(role, credential, held, suite, other);
  }

  @Override
  public String toString() {
    return role + " with " + credential;
  }
}
