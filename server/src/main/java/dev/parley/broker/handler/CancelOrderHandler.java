package dev.parley.broker.handler;

import dev.parley.broker.api.CancelOrder;
import dev.parley.broker.api.OrderReason;
import dev.parley.broker.api.OrderView;
import dev.parley.broker.domain.Account;
import dev.parley.broker.domain.Order;
import dev.parley.broker.domain.Portfolio;
import dev.parley.broker.store.AccountStore;
import dev.parley.broker.store.OrderStore;
import dev.parley.broker.store.Portfolios;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.util.List;
import java.util.Locale;

/** Cancels an order under the lock of its account, so that a fill comes wholly before or never. */
public final class CancelOrderHandler implements CommandHandler<CancelOrder, OrderView> {
  private final AccountStore accounts = new AccountStore();
  private final OrderStore orders = new OrderStore();
  private final Portfolios portfolios;

  public CancelOrderHandler(Portfolios portfolios) {
    this.portfolios = portfolios;
  }

  @Override
  public OrderView handle(CancelOrder command, CommandContext context) {
    own(command, context);
    Account account =
        accounts.lockOfUser(context.handle(), context.caller().require().userId()).orElseThrow();
    // Once more under the lock: it may have been filled since.
    Order order = own(command, context);
    command.ifMatch().check(order.version());
    if (!order.active()) {
      throw new AppException(
          ErrorCode.ORDER_NOT_ACTIVE,
          "The order is " + order.status().name().toLowerCase(Locale.ROOT));
    }
    Portfolio portfolio = portfolios.load(context, account, List.of(order));
    Order cancelled = portfolio.cancel(order, OrderReason.REQUESTED);
    portfolios.save(context, portfolio);
    return cancelled.view();
  }

  private Order own(CancelOrder command, CommandContext context) {
    return Ownership.own(
        context.caller(),
        orders.byId(context.handle(), command.orderId()),
        "order",
        command.orderId(),
        Order::userId);
  }
}
