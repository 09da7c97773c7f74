package dev.parley.conformance.matrix;

import dev.parley.conformance.Suite;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Somebody who asks.
 *
 * @param role the role of the account; {@code nobody} without one
 * @param held the scopes that the contracts give to this credential
 * @param suite over the server that is asked
 * @param shown the headers that say who asks
 * @param concerned with what takes these scopes; others have asked for all else
 */
public record Caller(
    String role,
    Credential credential,
    Set<String> held,
    Suite suite,
    Supplier<Map<String, String>> shown,
    Predicate<Set<String>> concerned) {
  /** How somebody shows who it is. */
  public enum Credential {
    /** Not at all. */
    NONE,
    /** By the access token of a session. */
    SESSION,
    /** By the same in a cookie, as a page of the server's own does. */
    COOKIE,
    /** By a ticket that a session got, which opens sockets alone. */
    TICKET,
    /** By an access token whose time is over. */
    EXPIRED,
    /** By an API key with all scopes of its owner that a key can hold, or with all but one. */
    API_KEY,
    /** By the access token of an application with all scopes of its owner that it can hold. */
    APPLICATION
  }

  /** The same, who shows something else. */
  Caller showing(Supplier<Map<String, String>> other) {
    return new Caller(role, credential, held, suite, other, concerned);
  }

  @Override
  public String toString() {
    return role + " with " + credential;
  }
}
