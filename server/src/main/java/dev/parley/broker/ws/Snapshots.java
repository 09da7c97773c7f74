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
import dev.parley.contract.broker.events.AccountTopic;
import dev.parley.contract.broker.events.BrokerConnectionsSnapshotData;
import dev.parley.contract.broker.events.BrokerConnectionsTopic;
import dev.parley.contract.broker.events.BrokerTopics;
import dev.parley.contract.broker.events.ExecutionsSnapshotData;
import dev.parley.contract.broker.events.ExecutionsTopic;
import dev.parley.contract.broker.events.OrdersSnapshotData;
import dev.parley.contract.broker.events.OrdersTopic;
import dev.parley.contract.broker.events.PositionsSnapshotData;
import dev.parley.contract.broker.events.PositionsTopic;
import dev.parley.platform.page.PageRequest;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The present state of a user's topics, as the contract describes each snapshot. Thread-safe. */
public final class Snapshots implements BrokerTopics<Snapshots.Viewer> {
  /** Whose state is read, and in which transaction. */
  public record Viewer(Handle handle, UUID userId) {}

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

  @Override
  public OrdersSnapshotData orders(OrdersTopic topic, Viewer viewer) {
    return new OrdersSnapshotData(
        orders.activeOfUser(viewer.handle(), viewer.userId(), MOST).stream()
            .map(order -> Models.order(order.view()))
            .toList());
  }

  @Override
  public ExecutionsSnapshotData executions(ExecutionsTopic topic, Viewer viewer) {
    PageRequest latest = new PageRequest(LATEST_EXECUTIONS, null, false);
    return new ExecutionsSnapshotData(
        executions
            .page(
                viewer.handle(),
                viewer.userId(),
                new ListExecutions(null, null, null, null, true, latest))
            .items()
            .reversed()
            .stream()
            .map(execution -> Models.execution(execution.view()))
            .toList());
  }

  @Override
  public PositionsSnapshotData positions(PositionsTopic topic, Viewer viewer) {
    return new PositionsSnapshotData(
        held(viewer.handle(), viewer.userId()).stream()
            .filter(position -> !position.flat())
            .map(position -> Models.position(position.view(prices.last(position.symbol()))))
            .toList());
  }

  @Override
  public AccountSnapshotData account(AccountTopic topic, Viewer viewer) {
    Valuation valuation = Valuation.of(held(viewer.handle(), viewer.userId()), prices);
    return new AccountSnapshotData(
        accounts.ofUser(viewer.handle(), viewer.userId()).stream()
            .map(account -> Models.account(valuation.view(account)))
            .toList());
  }

  @Override
  public BrokerConnectionsSnapshotData brokerConnections(
      BrokerConnectionsTopic topic, Viewer viewer) {
    return new BrokerConnectionsSnapshotData(
        connections.live(viewer.handle(), viewer.userId(), MOST).stream()
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
