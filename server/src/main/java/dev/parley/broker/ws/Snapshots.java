package dev.parley.broker.ws;

import dev.parley.broker.api.ListExecutions;
import dev.parley.broker.domain.Account;
import dev.parley.broker.domain.Position;
import dev.parley.broker.domain.Prices;
import dev.parley.broker.domain.Valuation;
import dev.parley.broker.rest.Models;
import dev.parley.broker.store.AccountStore;
import dev.parley.broker.store.ConnectionStore;
import dev.parley.broker.store.ExecutionStore;
import dev.parley.broker.store.OrderStore;
import dev.parley.broker.store.PositionStore;
import dev.parley.contract.broker.events.AccountSnapshotData;
import dev.parley.contract.broker.events.BrokerConnectionsSnapshotData;
import dev.parley.contract.broker.events.ExecutionsSnapshotData;
import dev.parley.contract.broker.events.OrdersSnapshotData;
import dev.parley.contract.broker.events.PositionsSnapshotData;
import dev.parley.platform.page.PageRequest;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The present state of a user's topics, as the contract describes each snapshot. Thread-safe. */
public final class Snapshots {
  private static final int MOST = 10_000;
  private static final int LATEST_EXECUTIONS = 100;

  private final AccountStore accounts = new AccountStore();
  private final ConnectionStore connections = new ConnectionStore();
  private final OrderStore orders = new OrderStore();
  private final ExecutionStore executions = new ExecutionStore();
  private final PositionStore positions = new PositionStore();
  private final Prices prices;

  public Snapshots(Prices prices) {
    this.prices = prices;
  }

  public OrdersSnapshotData orders(Handle handle, UUID userId) {
    return new OrdersSnapshotData(
        orders.activeOfUser(handle, userId, MOST).stream()
            .map(order -> Models.order(order.view()))
            .toList());
  }

  public ExecutionsSnapshotData executions(Handle handle, UUID userId) {
    PageRequest latest = new PageRequest(LATEST_EXECUTIONS, null, false);
    return new ExecutionsSnapshotData(
        executions
            .page(handle, userId, new ListExecutions(null, null, null, null, true, latest))
            .items()
            .reversed()
            .stream()
            .map(execution -> Models.execution(execution.view()))
            .toList());
  }

  public PositionsSnapshotData positions(Handle handle, UUID userId) {
    return new PositionsSnapshotData(
        held(handle, userId).stream()
            .filter(position -> !position.flat())
            .map(position -> Models.position(position.view(prices.last(position.symbol()))))
            .toList());
  }

  public AccountSnapshotData account(Handle handle, UUID userId) {
    Valuation valuation = Valuation.of(held(handle, userId), prices);
    return new AccountSnapshotData(
        accounts.ofUser(handle, userId).stream()
            .map(account -> Models.account(valuation.view(account)))
            .toList());
  }

  public BrokerConnectionsSnapshotData connections(Handle handle, UUID userId) {
    return new BrokerConnectionsSnapshotData(
        connections.live(handle, userId, MOST).stream()
            .map(connection -> Models.connection(connection.view()))
            .toList());
  }

  private List<Position> held(Handle handle, UUID userId) {
    return accounts
        .ofUser(handle, userId)
        .map(Account::id)
        .map(accountId -> positions.ofAccount(handle, accountId))
        .orElse(List.of());
  }
}
