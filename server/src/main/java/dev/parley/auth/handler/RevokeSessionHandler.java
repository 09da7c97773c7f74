package dev.parley.auth.handler;

import dev.parley.auth.api.RevokeSession;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.domain.Session;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.auth.token.RevokedSessions;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** Ends one session, for its owner alone. */
public final class RevokeSessionHandler
    implements CommandHandler<RevokeSession, RevokeSession.Ended> {
  private final SessionStore sessions;
  private final SecurityEventStore events;
  private final RevokedSessions revoked;

  public RevokeSessionHandler(
      SessionStore sessions, SecurityEventStore events, RevokedSessions revoked) {
    this.sessions = Objects.requireNonNull(sessions, "sessions");
    this.events = Objects.requireNonNull(events, "events");
    this.revoked = Objects.requireNonNull(revoked, "revoked");
  }

  @Override
  public RevokeSession.Ended handle(RevokeSession command, CommandContext context) {
    UUID userId = context.caller().require().userId();
    Session session =
        sessions
            .lock(context.handle(), command.sessionId())
            .orElseThrow(() -> new AppException(ErrorCode.NOT_FOUND, "There is no such session"));
    if (!session.userId().equals(userId)) {
      throw new AppException(ErrorCode.PERMISSION_DENIED, "This is somebody else's session");
    }
    Instant now = context.now();
    if (sessions.revoke(context.handle(), session.id(), "revoked_by_owner", now)) {
      events.record(context, SecurityEventKind.SESSION_REVOKED, userId, session.id());
      context.afterCommit(() -> revoked.add(session.id(), now));
    }
    return new RevokeSession.Ended();
  }
}
