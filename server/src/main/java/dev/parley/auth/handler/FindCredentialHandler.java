package dev.parley.auth.handler;

import dev.parley.auth.api.Credential;
import dev.parley.auth.api.FindCredential;
import dev.parley.auth.store.CredentialStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.users.api.Account;
import dev.parley.users.api.UserDirectory;
import java.util.Objects;
import java.util.Optional;

/** Finds the credential of whoever wants in. */
public final class FindCredentialHandler
    implements QueryHandler<FindCredential, Optional<Credential>> {
  private final UserDirectory users;
  private final CredentialStore credentials;

  public FindCredentialHandler(UserDirectory users, CredentialStore credentials) {
    this.users = Objects.requireNonNull(users, "users");
    this.credentials = Objects.requireNonNull(credentials, "credentials");
  }

  @Override
  public Optional<Credential> handle(FindCredential query, QueryContext context) {
    Optional<Account> account = users.findByLogin(context.handle(), query.login());
    if (account.isEmpty()) {
      // As many statements as for a known user, so that time does not tell.
      credentials.findNobody(context.handle());
      return Optional.empty();
    }
    return credentials.find(context.handle(), account.get());
  }
}
