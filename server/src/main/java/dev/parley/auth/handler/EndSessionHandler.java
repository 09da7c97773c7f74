package dev.parley.auth.handler;

import dev.parley.auth.api.EndSession;
import dev.parley.auth.store.SessionStore;
import dev.parley.auth.token.RevokedSessions;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** Signs out. */
public final class EndSessionHandler implements CommandHandler<EndSession, EndSession.Ended> {
  private final SessionStore sessions;
  private final RevokedSessions revoked;

  public EndSessionHandler(SessionStore sessions, RevokedSessions revoked) {
    this.sessions = Objects.requireNonNull(sessions, "sessions");
    this.revoked = Objects.requireNonNull(revoked, "revoked");
  }

  @Override
  public EndSession.Ended handle(EndSession command, CommandContext context) {
    UUID sessionId = context.caller().require().sessionId();
    Instant now = context.now();
    context.target("session:" + sessionId);
    sessions.revoke(context.handle(), sessionId, "logout", now);
    context.afterCommit(() -> revoked.add(sessionId, now));
    return new EndSession.Ended();
  }
}
