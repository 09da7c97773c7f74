package dev.parley.auth.handler;

import dev.parley.auth.api.Credential;
import dev.parley.auth.api.FindOwnCredential;
import dev.parley.auth.domain.Refusals;
import dev.parley.auth.store.CredentialStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.users.api.Account;
import dev.parley.users.api.UserDirectory;
import java.util.Objects;

/** Finds the caller's own credential. */
public final class FindOwnCredentialHandler implements QueryHandler<FindOwnCredential, Credential> {
  private final UserDirectory users;
  private final CredentialStore credentials;

  public FindOwnCredentialHandler(UserDirectory users, CredentialStore credentials) {
    this.users = Objects.requireNonNull(users, "users");
    this.credentials = Objects.requireNonNull(credentials, "credentials");
  }

  @Override
  public Credential handle(FindOwnCredential query, QueryContext context) {
    Account account =
        users
            .find(context.handle(), context.caller().require().userId())
            .orElseThrow(Refusals::noAccount);
    // Before the password is asked: whoever is suspended has nothing to change here.
    if (!account.active()) {
      throw Refusals.accountDisabled();
    }
    return credentials.find(context.handle(), account).orElseThrow(Refusals::noPassword);
  }
}
