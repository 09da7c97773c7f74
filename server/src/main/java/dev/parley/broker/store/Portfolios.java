package dev.parley.broker.store;

import dev.parley.broker.domain.Account;
import dev.parley.broker.domain.Order;
import dev.parley.broker.domain.Portfolio;
import dev.parley.broker.domain.Position;
import dev.parley.broker.domain.Prices;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.time.Ids;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Loads portfolios whose account is locked, and stores what changed in them together with the
 * events that say so. Stateless.
 */
public final class Portfolios {
  private final AccountStore accounts = new AccountStore();
  private final OrderStore orders = new OrderStore();
  private final PositionStore positions = new PositionStore();
  private final ExecutionStore executions = new ExecutionStore();
  private final Prices prices;
  private final Ids ids;

  public Portfolios(Prices prices, Ids ids) {
    this.prices = prices;
    this.ids = ids;
  }

  /**
   * @param account locked in this transaction
   * @param active the orders that may be changed, read after the lock
   */
  public Portfolio load(CommandContext context, Account account, Collection<Order> active) {
    List<Position> held = positions.ofAccount(context.handle(), account.id());
    return new Portfolio(account, held, active, prices, ids, context.now());
  }

  /**
   * The portfolios of all accounts with active orders within reach, locked in order. Whoever only
   * has orders that rest beyond it can place and cancel meanwhile.
   */
  public List<Portfolio> lockForMatching(CommandContext context, Reach reach) {
    List<Account> locked = accounts.lockWithin(context.handle(), reach);
    if (locked.isEmpty()) {
      return List.of();
    }
    List<UUID> accountIds = locked.stream().map(Account::id).toList();
    Map<UUID, List<Order>> active =
        orders.active(context.handle(), reach.symbol(), accountIds).stream()
            .collect(Collectors.groupingBy(Order::accountId));
    Map<UUID, List<Position>> held = positions.ofAccounts(context.handle(), accountIds);
    return locked.stream()
        .map(
            account ->
                new Portfolio(
                    account,
                    held.getOrDefault(account.id(), List.of()),
                    active.getOrDefault(account.id(), List.of()),
                    prices,
                    ids,
                    context.now()))
        .toList();
  }

  /** Stores changes and emits events; an invariant that does not hold fails the transaction. */
  public void save(CommandContext context, Portfolio portfolio) {
    portfolio.audit();
    var handle = context.handle();
    if (portfolio.accountChanged()) {
      accounts.update(handle, portfolio.account());
    }
    positions.save(handle, portfolio.account().id(), portfolio.changedPositions());
    orders.save(handle, portfolio.changedOrders());
    executions.insert(handle, portfolio.executions());
    portfolio.events().forEach(context::emit);
  }
}
