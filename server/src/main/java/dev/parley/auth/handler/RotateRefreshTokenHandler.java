package dev.parley.auth.handler;

import dev.parley.auth.api.Credential;
import dev.parley.auth.api.OpenedSession;
import dev.parley.auth.api.RefreshOutcome;
import dev.parley.auth.api.RefreshOutcome.Disabled;
import dev.parley.auth.api.RefreshOutcome.Refused;
import dev.parley.auth.api.RefreshOutcome.Rotated;
import dev.parley.auth.api.RefreshOutcome.TooMuch;
import dev.parley.auth.api.RotateRefreshToken;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.domain.RefreshDecision;
import dev.parley.auth.domain.RefreshDecision.Reason;
import dev.parley.auth.domain.RefreshRules;
import dev.parley.auth.domain.RefreshToken;
import dev.parley.auth.domain.Session;
import dev.parley.auth.store.CredentialStore;
import dev.parley.auth.store.RefreshTokenStore;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.auth.token.RevokedSessions;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.users.api.Account;
import dev.parley.users.api.UserDirectory;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exchanges a refresh token, or ends the session it was stolen from. */
public final class RotateRefreshTokenHandler
    implements CommandHandler<RotateRefreshToken, RefreshOutcome> {
  private static final Logger LOG = LoggerFactory.getLogger(RotateRefreshTokenHandler.class);

  private final UserDirectory users;
  private final CredentialStore credentials;
  private final SessionStore sessions;
  private final RefreshTokenStore tokens;
  private final SessionOpener opener;
  private final Grants grants;
  private final SecurityEventStore events;
  private final RevokedSessions revoked;

  public RotateRefreshTokenHandler(
      UserDirectory users,
      CredentialStore credentials,
      SessionStore sessions,
      RefreshTokenStore tokens,
      SessionOpener opener,
      Grants grants,
      SecurityEventStore events,
      RevokedSessions revoked) {
    this.users = Objects.requireNonNull(users, "users");
    this.credentials = Objects.requireNonNull(credentials, "credentials");
    this.sessions = Objects.requireNonNull(sessions, "sessions");
    this.tokens = Objects.requireNonNull(tokens, "tokens");
    this.opener = Objects.requireNonNull(opener, "opener");
    this.grants = Objects.requireNonNull(grants, "grants");
    this.events = Objects.requireNonNull(events, "events");
    this.revoked = Objects.requireNonNull(revoked, "revoked");
  }

  @Override
  public RefreshOutcome handle(RotateRefreshToken command, CommandContext context) {
    // The token says which session to lock; only what is read after that counts.
    Optional<UUID> sessionId =
        tokens.findByHash(context.handle(), command.presentedHash()).map(RefreshToken::sessionId);
    Optional<Session> session = sessionId.flatMap(id -> sessions.lock(context.handle(), id));
    Optional<RefreshToken> token = tokens.findByHash(context.handle(), command.presentedHash());
    if (session.isEmpty() || token.isEmpty()) {
      return new Refused();
    }
    context.target("session:" + session.get().id());
    return decide(command, context, session.get(), token.get());
  }

  private RefreshOutcome decide(
      RotateRefreshToken command, CommandContext context, Session session, RefreshToken token) {
    Optional<RefreshToken> successor =
        Optional.ofNullable(token.successorId()).flatMap(id -> tokens.find(context.handle(), id));
    RefreshDecision decision =
        RefreshRules.STANDARD.decide(session, token, successor, command.fp(), context.now());
    return switch (decision) {
      case RefreshDecision.Rotate() -> rotate(command, context, session, token, true);
      case RefreshDecision.Repeat() -> rotate(command, context, session, token, false);
      case RefreshDecision.RevokeFamily() -> {
        LOG.warn("Refresh token used twice, session {} ends", session.id());
        note(context, SecurityEventKind.REFRESH_TOKEN_REUSED, session);
        revoke(context, session, "refresh_token_reused");
        yield new Refused();
      }
      case RefreshDecision.Refuse(Reason reason) -> {
        if (reason == Reason.OTHER_DEVICE) {
          LOG.warn("Refresh token of session {} presented by another device", session.id());
          note(context, SecurityEventKind.REFRESH_TOKEN_ON_OTHER_DEVICE, session);
        }
        yield new Refused();
      }
    };
  }

  private RefreshOutcome rotate(
      RotateRefreshToken command,
      CommandContext context,
      Session session,
      RefreshToken token,
      boolean first) {
    Optional<Account> account = users.find(context.handle(), session.userId());
    Optional<Credential> credential =
        account.flatMap(found -> credentials.find(context.handle(), found));
    if (account.isEmpty() || !account.get().active()) {
      note(context, SecurityEventKind.SESSION_ENDED_BY_SUSPENSION, session);
      revoke(context, session, "account_disabled");
      return new Disabled();
    }
    boolean mustChange = credential.map(Credential::mustChange).orElse(false);
    Grants.Share share =
        grants.share(context.handle(), session, account.get(), mustChange, command.scopes());
    if (!share.missing().isEmpty()) {
      return new TooMuch(share.missing());
    }
    if (first) {
      tokens.siblingsDied(context.handle(), token, context.now());
    }
    RefreshToken next = opener.store(context, session, command.nextHash());
    tokens.rotated(context.handle(), token.id(), next.id(), context.now());
    return new Rotated(
        new OpenedSession(
            session.id(),
            account.get(),
            Optional.ofNullable(session.fp()),
            mustChange,
            next.expiresAt(),
            share.granted()));
  }

  private void note(CommandContext context, SecurityEventKind kind, Session session) {
    events.record(context, kind, session.userId(), session.id());
  }

  private void revoke(CommandContext context, Session session, String reason) {
    sessions.revoke(context.handle(), session.id(), reason, context.now());
    Instant now = context.now();
    context.afterCommit(() -> revoked.add(session.id(), now));
  }
}
