package dev.parley.auth.handler;

import dev.parley.auth.api.Credential;
import dev.parley.auth.api.OpenSession;
import dev.parley.auth.api.OpenedSession;
import dev.parley.auth.domain.Refusals;
import dev.parley.auth.store.CredentialStore;
import dev.parley.auth.store.GrantStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.users.api.UserDirectory;
import java.util.Objects;

/** Begins a session after the password was checked outside of this transaction. */
public final class OpenSessionHandler implements CommandHandler<OpenSession, OpenedSession> {
  private final UserDirectory users;
  private final CredentialStore credentials;
  private final SessionOpener sessions;
  private final GrantStore grants;

  public OpenSessionHandler(
      UserDirectory users, CredentialStore credentials, SessionOpener sessions, GrantStore grants) {
    this.users = Objects.requireNonNull(users, "users");
    this.credentials = Objects.requireNonNull(credentials, "credentials");
    this.sessions = Objects.requireNonNull(sessions, "sessions");
    this.grants = Objects.requireNonNull(grants, "grants");
  }

  @Override
  public OpenedSession handle(OpenSession command, CommandContext context) {
    // Locked against a change of password: either this session is ended by it or not begun.
    Credential credential =
        users
            .find(context.handle(), command.userId())
            .flatMap(account -> credentials.lock(context.handle(), account))
            .filter(found -> found.version() == command.credentialVersion())
            .orElseThrow(Refusals::invalidCredentials);
    command
        .betterHash()
        .ifPresent(hash -> credentials.rehash(context.handle(), credential.account(), hash));
    OpenedSession opened =
        sessions.open(
            context,
            command.kind(),
            credential.account(),
            credential.mustChange(),
            command.fp(),
            command.refreshHash());
    command
        .scopes()
        .ifPresent(scopes -> grants.insert(context.handle(), opened.sessionId(), scopes));
    return opened.withGrant(command.scopes());
  }
}
