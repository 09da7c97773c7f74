package dev.parley.auth.handler;

import dev.parley.auth.api.Credential;
import dev.parley.auth.api.OpenedSession;
import dev.parley.auth.api.ReplacePassword;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.api.SessionKind;
import dev.parley.auth.domain.Refusals;
import dev.parley.auth.store.CredentialStore;
import dev.parley.auth.store.GrantStore;
import dev.parley.auth.store.PasswordResetStore;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.auth.token.RevokedSessions;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Principal;
import dev.parley.users.api.UserDirectory;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Replaces a password and every session that was opened with the old one; resets that are under way
 * by mail are void. The new session may do no more than the one it takes the place of.
 */
public final class ReplacePasswordHandler
    implements CommandHandler<ReplacePassword, OpenedSession> {
  private final UserDirectory users;
  private final Stores stores;
  private final SessionOpener opener;
  private final RevokedSessions revoked;

  /** What is read and written. */
  public record Stores(
      CredentialStore credentials,
      SessionStore sessions,
      GrantStore grants,
      PasswordResetStore resets,
      SecurityEventStore events) {}

  public ReplacePasswordHandler(
      UserDirectory users, Stores stores, SessionOpener opener, RevokedSessions revoked) {
    this.users = Objects.requireNonNull(users, "users");
    this.stores = Objects.requireNonNull(stores, "stores");
    this.opener = Objects.requireNonNull(opener, "opener");
    this.revoked = Objects.requireNonNull(revoked, "revoked");
  }

  @Override
  public OpenedSession handle(ReplacePassword command, CommandContext context) {
    Principal caller = context.caller().require();
    UUID userId = caller.userId();
    context.target("user:" + userId);
    // First, in the order in which a reset locks.
    stores.resets().voidAll(context.handle(), userId);
    Credential credential =
        users
            .find(context.handle(), userId)
            .flatMap(account -> stores.credentials().lock(context.handle(), account))
            .orElseThrow(Refusals::noAccount);
    if (credential.version() != command.credentialVersion()) {
      throw new AppException(
          ErrorCode.CONFLICT, "The password was changed by another request meanwhile");
    }
    Instant now = context.now();
    stores
        .credentials()
        .replace(context.handle(), credential.account(), command.passwordHash(), now);
    List<UUID> ended =
        stores.sessions().revokeAll(context.handle(), userId, "password_changed", now);
    context.afterCommit(() -> ended.forEach(id -> revoked.add(id, now)));
    OpenedSession opened =
        opener.open(
            context,
            SessionKind.PASSWORD,
            credential.account(),
            false,
            command.fp(),
            command.refreshHash());
    Optional<Set<String>> granted = stores.grants().find(context.handle(), caller.sessionId());
    granted.ifPresent(
        scopes -> stores.grants().insert(context.handle(), opened.sessionId(), scopes));
    stores.events().record(context, SecurityEventKind.PASSWORD_CHANGED, userId, opened.sessionId());
    return opened.withGrant(granted);
  }
}
