package dev.parley.auth.handler;

import dev.parley.auth.api.EndSession;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.auth.token.RevokedSessions;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.security.Principal;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** Signs out. */
public final class EndSessionHandler implements CommandHandler<EndSession, EndSession.Ended> {
  private final SessionStore sessions;
  private final SecurityEventStore events;
  private final RevokedSessions revoked;

  public EndSessionHandler(
      SessionStore sessions, SecurityEventStore events, RevokedSessions revoked) {
    this.sessions = Objects.requireNonNull(sessions, "sessions");
    this.events = Objects.requireNonNull(events, "events");
    this.revoked = Objects.requireNonNull(revoked, "revoked");
  }

  @Override
  public EndSession.Ended handle(EndSession command, CommandContext context) {
    Principal caller = context.caller().require();
    UUID sessionId = caller.sessionId();
    Instant now = context.now();
    context.target("session:" + sessionId);
    if (sessions.revoke(context.handle(), sessionId, "logout", now)) {
      events.record(context, SecurityEventKind.SIGNED_OUT, caller.userId(), sessionId);
    }
    context.afterCommit(() -> revoked.add(sessionId, now));
    return new EndSession.Ended();
  }
}
