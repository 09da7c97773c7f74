package dev.parley.auth.handler;

import dev.parley.auth.domain.Session;
import dev.parley.auth.domain.SessionScopes;
import dev.parley.auth.store.GrantStore;
import dev.parley.users.api.Account;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What a session was granted, and whether what a refresh asks for is within it. Thread-safe. */
public final class Grants {
  private final GrantStore store;
  private final SessionScopes scopes;

  public Grants(GrantStore store, SessionScopes scopes) {
    this.store = Objects.requireNonNull(store, "store");
    this.scopes = Objects.requireNonNull(scopes, "scopes");
  }

  /**
   * What the next access token gets.
   *
   * @param granted the most it may do, if that is less than all that the account may
   * @param missing what was asked for and is not there to give
   */
  record Share(Optional<Set<String>> granted, Set<String> missing) {}

  Share share(
      Handle handle,
      Session session,
      Account account,
      boolean mustChangePassword,
      Optional<Set<String>> wanted) {
    Optional<Set<String>> granted = store.find(handle, session.id());
    return new Share(
        wanted.or(() -> granted), scopes.missing(wanted, account, mustChangePassword, granted));
  }
}
