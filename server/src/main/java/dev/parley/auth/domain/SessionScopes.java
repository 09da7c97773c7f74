package dev.parley.auth.domain;

import dev.parley.users.api.Account;
import dev.parley.users.api.RoleScopes;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the tokens of a session may do, by the one table of roles. Thread-safe. */
public final class SessionScopes {
  private final RoleScopes roles;

  public SessionScopes(RoleScopes roles) {
    this.roles = Objects.requireNonNull(roles, "roles");
  }

  /**
   * All that the account's role may do today, or nothing but changing the password.
   *
   * @param granted the most that this session may do, if that is less
   */
  public SortedSet<String> of(
      Account account, boolean mustChangePassword, Optional<Set<String>> granted) {
    TreeSet<String> scopes =
        new TreeSet<>(
            mustChangePassword ? Set.of(Scopes.CHANGE_PASSWORD) : roles.of(account.role()));
    granted.ifPresent(scopes::retainAll);
    return scopes;
  }

  /** What is wanted and not among {@link #of}; empty if nothing is. */
  public SortedSet<String> missing(
      Optional<Set<String>> wanted,
      Account account,
      boolean mustChangePassword,
      Optional<Set<String>> granted) {
    TreeSet<String> missing = new TreeSet<>(wanted.orElse(Set.of()));
    missing.removeAll(of(account, mustChangePassword, granted));
    return missing;
  }
}
