package dev.parley.broker.handler;

import dev.parley.broker.api.ConnectionEvent.BrokerConnectionDisconnected;
import dev.parley.broker.api.ConnectionView;
import dev.parley.broker.api.DisconnectBroker;
import dev.parley.broker.api.OrderReason;
import dev.parley.broker.domain.Account;
import dev.parley.broker.domain.Connection;
import dev.parley.broker.domain.Order;
import dev.parley.broker.domain.Portfolio;
import dev.parley.broker.store.AccountStore;
import dev.parley.broker.store.ConnectionStore;
import dev.parley.broker.store.OrderStore;
import dev.parley.broker.store.Portfolios;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.util.List;
import java.util.UUID;

/** Ends a connection; its open orders end with it, the account and its positions stay. */
public final class DisconnectBrokerHandler
    implements CommandHandler<DisconnectBroker, ConnectionView> {
  private final AccountStore accounts = new AccountStore();
  private final ConnectionStore connections = new ConnectionStore();
  private final OrderStore orders = new OrderStore();
  private final Portfolios portfolios;

  public DisconnectBrokerHandler(Portfolios portfolios) {
    this.portfolios = portfolios;
  }

  @Override
  public ConnectionView handle(DisconnectBroker command, CommandContext context) {
    own(command, context);
    UUID userId = context.caller().require().userId();
    Account account = accounts.lockOfUser(context.handle(), userId).orElseThrow();
    // Once more under the lock: what was read before may be history.
    Connection connection = own(command, context);
    command.ifMatch().check(connection.version());
    if (!connection.live()) {
      throw new AppException(
          ErrorCode.CONFLICT, "The connection ended at " + connection.disconnectedAt());
    }
    Connection ended = connection.end(context.now());
    connections.update(context.handle(), ended);
    List<Order> active = orders.active(context.handle(), account.id());
    Portfolio portfolio = portfolios.load(context, account, active);
    active.forEach(order -> portfolio.cancel(order, OrderReason.DISCONNECTED));
    portfolios.save(context, portfolio);
    context.emit(new BrokerConnectionDisconnected(userId, ended.view()));
    return ended.view();
  }

  private Connection own(DisconnectBroker command, CommandContext context) {
    return Ownership.own(
        context.caller(),
        connections.byId(context.handle(), command.connectionId()),
        "broker connection",
        command.connectionId(),
        Connection::userId);
  }
}
