package dev.parley.auth.handler;

import dev.parley.auth.api.OpenedSession;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.api.SessionKind;
import dev.parley.auth.domain.RefreshToken;
import dev.parley.auth.domain.Refusals;
import dev.parley.auth.domain.Session;
import dev.parley.auth.store.RefreshTokenStore;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.time.Ids;
import dev.parley.users.api.Account;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Stores sessions and the refresh tokens that follow each other in them. Thread-safe. */
public final class SessionOpener {
  /**
   * How long things live.
   *
   * @param refresh one refresh token
   * @param session a session, however often it is refreshed
   */
  public record Lives(Duration refresh, Duration session) {}

  private final SessionStore sessions;
  private final RefreshTokenStore tokens;
  private final SecurityEventStore events;
  private final Lives lives;
  private final Ids ids;

  public SessionOpener(
      SessionStore sessions,
      RefreshTokenStore tokens,
      SecurityEventStore events,
      Lives lives,
      Ids ids) {
    this.sessions = Objects.requireNonNull(sessions, "sessions");
    this.tokens = Objects.requireNonNull(tokens, "tokens");
    this.events = Objects.requireNonNull(events, "events");
    this.lives = Objects.requireNonNull(lives, "lives");
    this.ids = Objects.requireNonNull(ids, "ids");
  }

  /**
   * A new session with its first refresh token. Every door leads through here, so none can forget
   * that a suspended account gets in nowhere.
   *
   * @throws dev.parley.platform.error.AppException ACCOUNT_DISABLED
   */
  OpenedSession open(
      CommandContext context,
      SessionKind kind,
      Account account,
      boolean mustChange,
      Optional<String> fp,
      String refreshHash) {
    if (!account.active()) {
      throw Refusals.accountDisabled();
    }
    Instant now = context.now();
    Session session =
        new Session(
            ids.next(), account.id(), fp.orElse(null), now, now.plus(lives.session()), null);
    sessions.insert(context.handle(), session, kind);
    RefreshToken token = store(context, session, refreshHash);
    events.record(context, SecurityEventKind.SIGNED_IN, session.userId(), session.id());
    return new OpenedSession(
        session.id(), account, fp, mustChange, token.expiresAt(), Optional.empty());
  }

  /** The session's next refresh token; it does not outlive the session. */
  RefreshToken store(CommandContext context, Session session, String refreshHash) {
    Instant end = context.now().plus(lives.refresh());
    RefreshToken token =
        new RefreshToken(
            ids.next(),
            session.id(),
            end.isBefore(session.expiresAt()) ? end : session.expiresAt(),
            null,
            null,
            null);
    tokens.insert(context.handle(), token, refreshHash, context.now());
    sessions.used(
        context.handle(), session.id(), context.caller(), context.now(), token.expiresAt());
    return token;
  }
}
