package dev.parley.auth.handler;

import dev.parley.auth.api.Credential;
import dev.parley.auth.api.OpenedSession;
import dev.parley.auth.api.ReplacePassword;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.api.SessionKind;
import dev.parley.auth.domain.Refusals;
import dev.parley.auth.store.CredentialStore;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.auth.token.RevokedSessions;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.users.api.UserDirectory;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Replaces a password and every session that was opened with the old one. */
public final class ReplacePasswordHandler
    implements CommandHandler<ReplacePassword, OpenedSession> {
  private final UserDirectory users;
  private final CredentialStore credentials;
  private final SessionStore sessions;
  private final SessionOpener opener;
  private final SecurityEventStore events;
  private final RevokedSessions revoked;

  public ReplacePasswordHandler(
      UserDirectory users,
      CredentialStore credentials,
      SessionStore sessions,
      SessionOpener opener,
      SecurityEventStore events,
      RevokedSessions revoked) {
    this.users = Objects.requireNonNull(users, "users");
    this.credentials = Objects.requireNonNull(credentials, "credentials");
    this.sessions = Objects.requireNonNull(sessions, "sessions");
    this.opener = Objects.requireNonNull(opener, "opener");
    this.events = Objects.requireNonNull(events, "events");
    this.revoked = Objects.requireNonNull(revoked, "revoked");
  }

  @Override
  public OpenedSession handle(ReplacePassword command, CommandContext context) {
    UUID userId = context.caller().require().userId();
    context.target("user:" + userId);
    Credential credential =
        users
            .find(context.handle(), userId)
            .flatMap(account -> credentials.lock(context.handle(), account))
            .orElseThrow(Refusals::noAccount);
    if (credential.version() != command.credentialVersion()) {
      throw new AppException(
          ErrorCode.CONFLICT, "The password was changed by another request meanwhile");
    }
    Instant now = context.now();
    credentials.replace(context.handle(), credential.account(), command.passwordHash(), now);
    List<UUID> ended = sessions.revokeAll(context.handle(), userId, "password_changed", now);
    context.afterCommit(() -> ended.forEach(id -> revoked.add(id, now)));
    OpenedSession opened =
        opener.open(
            context,
            SessionKind.PASSWORD,
            credential.account(),
            false,
            command.fp(),
            command.refreshHash());
    events.record(context, SecurityEventKind.PASSWORD_CHANGED, userId, opened.sessionId());
    return opened;
  }
}
