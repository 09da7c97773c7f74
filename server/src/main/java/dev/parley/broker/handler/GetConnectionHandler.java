package dev.parley.broker.handler;

import dev.parley.broker.api.ConnectionEvent;
import dev.parley.broker.api.ConnectionView;
import dev.parley.broker.api.GetConnection;
import dev.parley.broker.domain.Connection;
import dev.parley.broker.store.ConnectionStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.event.LogKey;

/** One connection of the caller. */
public final class GetConnectionHandler implements QueryHandler<GetConnection, ConnectionView> {
  private final ConnectionStore connections = new ConnectionStore();

  @Override
  public ConnectionView handle(GetConnection query, QueryContext context) {
    Connection connection =
        Ownership.own(
            context.caller(),
            connections.byId(context.handle(), query.connectionId()),
            "broker connection",
            query.connectionId(),
            Connection::userId);
    context.stream(LogKey.user(ConnectionEvent.TOPIC, connection.userId()));
    return connection.view();
  }
}
