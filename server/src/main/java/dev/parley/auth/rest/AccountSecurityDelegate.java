package dev.parley.auth.rest;

import dev.parley.auth.api.ListSecurityEvents;
import dev.parley.auth.api.ListSessions;
import dev.parley.auth.api.RevokeOtherSessions;
import dev.parley.auth.api.RevokeSession;
import dev.parley.auth.api.SecurityEventView;
import dev.parley.auth.api.SessionView;
import dev.parley.contract.auth.api.AccountSecurityApi;
import dev.parley.contract.auth.model.SecurityEventPage;
import dev.parley.contract.auth.model.SessionPage;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import dev.parley.platform.security.Caller;
import dev.parley.platform.security.Callers;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The operations on one's own sessions, and what happened to them. */
public final class AccountSecurityDelegate implements AccountSecurityApi {
  private final CommandBus commands;
  private final QueryBus queries;
  private final Callers callers;

  public AccountSecurityDelegate(CommandBus commands, QueryBus queries, Callers callers) {
    this.commands = Objects.requireNonNull(commands, "commands");
    this.queries = Objects.requireNonNull(queries, "queries");
    this.callers = Objects.requireNonNull(callers, "callers");
  }

  @Override
  public SessionPage listSessions(
      @Nullable Integer limit, @Nullable String cursor, @Nullable Boolean includeTotal) {
    Caller caller = callers.current();
    UUID current = caller.require().sessionId();
    Page<SessionView> page =
        queries.ask(new ListSessions(PageRequest.of(limit, cursor, includeTotal)), caller);
    return new SessionPage(
        page.items().stream().map(session -> SessionModels.session(session, current)).toList(),
        page.model());
  }

  @Override
  public void revokeSession(UUID sessionId) {
    commands.send(new RevokeSession(sessionId), callers.current());
  }

  @Override
  public void revokeOtherSessions() {
    commands.send(new RevokeOtherSessions(), callers.current());
  }

  @Override
  public SecurityEventPage listSecurityEvents(
      @Nullable Integer limit, @Nullable String cursor, @Nullable Boolean includeTotal) {
    Page<SecurityEventView> page =
        queries.ask(
            new ListSecurityEvents(PageRequest.of(limit, cursor, includeTotal)), callers.current());
    return new SecurityEventPage(
        page.items().stream().map(SessionModels::event).toList(), page.model());
  }
}
