package dev.parley.auth.handler;

import dev.parley.auth.api.ListSecurityEvents;
import dev.parley.auth.api.SecurityEventView;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.page.Page;
import java.util.Objects;

/** What happened to the caller's account. */
public final class ListSecurityEventsHandler
    implements QueryHandler<ListSecurityEvents, Page<SecurityEventView>> {
  private final SecurityEventStore events;

  public ListSecurityEventsHandler(SecurityEventStore events) {
    this.events = Objects.requireNonNull(events, "events");
  }

  @Override
  public Page<SecurityEventView> handle(ListSecurityEvents query, QueryContext context) {
    return events.page(context.handle(), context.caller().require().userId(), query.page());
  }
}
