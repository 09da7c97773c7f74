package dev.parley.broker.handler;

import dev.parley.broker.api.ConnectionEvent;
import dev.parley.broker.api.ConnectionView;
import dev.parley.broker.api.ListConnections;
import dev.parley.broker.domain.Connection;
import dev.parley.broker.store.ConnectionStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.page.Page;
import java.util.UUID;

/** The caller's connections. */
public final class ListConnectionsHandler
    implements QueryHandler<ListConnections, Page<ConnectionView>> {
  private final ConnectionStore connections = new ConnectionStore();

  @Override
  public Page<ConnectionView> handle(ListConnections query, QueryContext context) {
    UUID userId = context.caller().require().userId();
    context.stream(LogKey.user(ConnectionEvent.TOPIC, userId));
    return connections
        .page(context.handle(), userId, query.includeDisconnected(), query.page())
        .map(Connection::view);
  }
}
