package dev.parley.broker.rest;

import dev.parley.broker.api.AuthMethod;
import dev.parley.broker.api.ConnectBroker;
import dev.parley.broker.api.ConnectionView;
import dev.parley.broker.api.DisconnectBroker;
import dev.parley.broker.api.Environment;
import dev.parley.broker.api.GetConnection;
import dev.parley.broker.api.ListConnections;
import dev.parley.contract.broker.api.BrokerConnectionsApi;
import dev.parley.contract.broker.model.BrokerConnection;
import dev.parley.contract.broker.model.BrokerConnectionPage;
import dev.parley.contract.broker.model.ConnectBrokerRequest;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.http.IfMatch;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import dev.parley.platform.security.Callers;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Broker connections over REST (T40, T41). */
public final class BrokerConnectionsDelegate implements BrokerConnectionsApi {
  private final CommandBus commands;
  private final QueryBus queries;
  private final Callers callers;

  public BrokerConnectionsDelegate(CommandBus commands, QueryBus queries, Callers callers) {
    this.commands = commands;
    this.queries = queries;
    this.callers = callers;
  }

  @Override
  public BrokerConnection connectBroker(
      ConnectBrokerRequest request, @Nullable String idempotencyKey) {
    ConnectBroker command =
        new ConnectBroker(
            request.broker(),
            Environment.valueOf(request.environment().name()),
            AuthMethod.valueOf(request.method().name()));
    return Models.connection(commands.send(command, callers.current()));
  }

  @Override
  public void disconnectBroker(UUID connectionId, @Nullable String ifMatch) {
    commands.send(new DisconnectBroker(connectionId, IfMatch.of(ifMatch)), callers.current());
  }

  @Override
  public BrokerConnection getBrokerConnection(UUID connectionId) {
    return Models.connection(queries.ask(new GetConnection(connectionId), callers.current()));
  }

  @Override
  public BrokerConnectionPage listBrokerConnections(
      @Nullable Boolean includeDisconnected,
      @Nullable Integer limit,
      @Nullable String cursor,
      @Nullable Boolean includeTotal) {
    ListConnections query =
        new ListConnections(
            Boolean.TRUE.equals(includeDisconnected), PageRequest.of(limit, cursor, includeTotal));
    Page<ConnectionView> page = queries.ask(query, callers.current());
    return new BrokerConnectionPage(
        page.items().stream().map(Models::connection).toList(), page.model());
  }
}
