package dev.parley.auth.handler;

import dev.parley.auth.api.RevokeOtherSessions;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.auth.token.RevokedSessions;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Leaves the caller the one session that asks. */
public final class RevokeOtherSessionsHandler
    implements CommandHandler<RevokeOtherSessions, RevokeOtherSessions.Ended> {
  private final SessionStore sessions;
  private final SecurityEventStore events;
  private final RevokedSessions revoked;

  public RevokeOtherSessionsHandler(
      SessionStore sessions, SecurityEventStore events, RevokedSessions revoked) {
    this.sessions = Objects.requireNonNull(sessions, "sessions");
    this.events = Objects.requireNonNull(events, "events");
    this.revoked = Objects.requireNonNull(revoked, "revoked");
  }

  @Override
  public RevokeOtherSessions.Ended handle(RevokeOtherSessions command, CommandContext context) {
    Principal caller = context.caller().require();
    Instant now = context.now();
    context.target("user:" + caller.userId());
    List<UUID> ended =
        sessions.revokeOthers(
            context.handle(), caller.userId(), caller.sessionId(), "revoked_by_owner", now);
    if (!ended.isEmpty()) {
      events.record(
          context, SecurityEventKind.OTHER_SESSIONS_REVOKED, caller.userId(), caller.sessionId());
    }
    context.afterCommit(() -> ended.forEach(id -> revoked.add(id, now)));
    return new RevokeOtherSessions.Ended(ended.size());
  }
}
