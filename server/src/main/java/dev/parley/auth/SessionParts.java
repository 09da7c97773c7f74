package dev.parley.auth;

import dev.parley.auth.api.ListSecurityEvents;
import dev.parley.auth.api.ListSessions;
import dev.parley.auth.api.RevokeOtherSessions;
import dev.parley.auth.api.RevokeSession;
import dev.parley.auth.handler.ListSecurityEventsHandler;
import dev.parley.auth.handler.ListSessionsHandler;
import dev.parley.auth.handler.RevokeOtherSessionsHandler;
import dev.parley.auth.handler.RevokeSessionHandler;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.auth.token.RevokedSessions;

/** What a user sees of his sessions and does about them (T24). */
final class SessionParts {
  private SessionParts() {}

  static void bind(
      AuthParts.Binder binder,
      SessionStore sessions,
      SecurityEventStore events,
      RevokedSessions revoked) {
    binder.query(ListSessions.class, new ListSessionsHandler(sessions));
    binder.query(ListSecurityEvents.class, new ListSecurityEventsHandler(events));
    binder.command(RevokeSession.class, new RevokeSessionHandler(sessions, events, revoked));
    binder.command(
        RevokeOtherSessions.class, new RevokeOtherSessionsHandler(sessions, events, revoked));
  }
}
