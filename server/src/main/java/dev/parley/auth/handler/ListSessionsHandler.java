package dev.parley.auth.handler;

import dev.parley.auth.api.ListSessions;
import dev.parley.auth.api.SessionView;
import dev.parley.auth.store.SessionStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.page.Page;
import java.util.Objects;

/** Where the caller is signed in. */
public final class ListSessionsHandler implements QueryHandler<ListSessions, Page<SessionView>> {
  private final SessionStore sessions;

  public ListSessionsHandler(SessionStore sessions) {
    this.sessions = Objects.requireNonNull(sessions, "sessions");
  }

  @Override
  public Page<SessionView> handle(ListSessions query, QueryContext context) {
    return sessions.page(
        context.handle(), context.caller().require().userId(), context.now(), query.page());
  }
}
