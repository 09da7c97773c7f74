package dev.parley.broker.handler;

import dev.parley.broker.api.OrderType;
import dev.parley.broker.api.OrderView;
import dev.parley.broker.api.PlaceOrder;
import dev.parley.broker.api.Side;
import dev.parley.broker.domain.Account;
import dev.parley.broker.domain.Connection;
import dev.parley.broker.domain.NewOrder;
import dev.parley.broker.domain.Order;
import dev.parley.broker.domain.PaperBroker;
import dev.parley.broker.domain.Portfolio;
import dev.parley.broker.store.AccountStore;
import dev.parley.broker.store.ConnectionStore;
import dev.parley.broker.store.OrderStore;
import dev.parley.broker.store.Portfolios;
import dev.parley.datafeed.api.LastTrade;
import dev.parley.datafeed.api.MarketData;
import dev.parley.datafeed.api.SymbolInfo;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.error.Violation;
import dev.parley.platform.time.Ids;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Accepts an order under the lock of its account; the matcher fills it. */
public final class PlaceOrderHandler implements CommandHandler<PlaceOrder, OrderView> {
  private final AccountStore accounts = new AccountStore();
  private final ConnectionStore connections = new ConnectionStore();
  private final OrderStore orders = new OrderStore();
  private final Portfolios portfolios;
  private final MarketData market;
  private final Ids ids;

  public PlaceOrderHandler(Portfolios portfolios, MarketData market, Ids ids) {
    this.portfolios = portfolios;
    this.market = market;
    this.ids = ids;
  }

  @Override
  public OrderView handle(PlaceOrder command, CommandContext context) {
    check(command);
    UUID userId = context.caller().require().userId();
    Supplier<AppException> notConnected =
        () ->
            new AppException(
                ErrorCode.BROKER_NOT_CONNECTED, "Connect a broker before placing orders");
    Account account = accounts.lockOfUser(context.handle(), userId).orElseThrow(notConnected);
    Connection connection =
        connections.live(context.handle(), account.id()).orElseThrow(notConnected);
    refuseUsedClientOrderId(command, context, account);

    Portfolio portfolio = portfolios.load(context, account, List.of());
    Order order = portfolio.place(wanted(command, connection), reservePrice(command));
    portfolios.save(context, portfolio);
    context.target("order:" + order.id());
    return order.view();
  }

  /** The rules that need no database, all violations at once. */
  private void check(PlaceOrder command) {
    List<Violation> broken = new ArrayList<>();
    Optional<SymbolInfo> symbol = market.symbol(command.symbol());
    if (symbol.isEmpty()) {
      broken.add(
          new Violation(
              "/symbol", "unknown_symbol", command.symbol() + " is not a symbol of the data feed"));
    } else {
      requireSteps(command, symbol.get(), broken);
    }
    if (command.type() == OrderType.LIMIT && command.limitPrice() == null) {
      broken.add(new Violation("/limitPrice", "required", "a limit order needs a limitPrice"));
    }
    if (command.type() == OrderType.MARKET && command.limitPrice() != null) {
      broken.add(
          new Violation("/limitPrice", "not_allowed", "a market order must not have a limitPrice"));
    }
    if (!broken.isEmpty()) {
      throw new AppException(
          ErrorCode.VALIDATION_ERROR,
          "The order breaks %d rule(s)".formatted(broken.size()),
          broken);
    }
  }

  private static void requireSteps(PlaceOrder command, SymbolInfo symbol, List<Violation> broken) {
    if (!symbol.currency().equals(PaperBroker.CURRENCY)) {
      broken.add(
          new Violation(
              "/symbol",
              "currency",
              "%s is paid in %s, the account holds %s"
                  .formatted(symbol.symbol(), symbol.currency(), PaperBroker.CURRENCY)));
    }
    if (!multiple(command.quantity(), symbol.quantityIncrement())) {
      broken.add(step("/quantity", command.quantity(), symbol.quantityIncrement()));
    }
    if (command.limitPrice() != null && !multiple(command.limitPrice(), symbol.priceIncrement())) {
      broken.add(step("/limitPrice", command.limitPrice(), symbol.priceIncrement()));
    }
  }

  private static boolean multiple(BigDecimal value, BigDecimal step) {
    return value.remainder(step).signum() == 0;
  }

  private static Violation step(String pointer, BigDecimal value, BigDecimal step) {
    return new Violation(
        pointer,
        "increment",
        "%s is not a multiple of %s".formatted(value.toPlainString(), step.toPlainString()));
  }

  private void refuseUsedClientOrderId(
      PlaceOrder command, CommandContext context, Account account) {
    String id = command.clientOrderId();
    if (id != null && orders.clientOrderIdUsed(context.handle(), account.id(), id)) {
      throw new AppException(
          ErrorCode.DUPLICATE_RESOURCE, "There is an order with the clientOrderId " + id);
    }
  }

  private BigDecimal reservePrice(PlaceOrder command) {
    if (command.side() == Side.SELL) {
      return BigDecimal.ZERO;
    }
    if (command.limitPrice() != null) {
      return command.limitPrice();
    }
    return market
        .last(command.symbol())
        .map(LastTrade::price)
        .map(PaperBroker::reservePrice)
        .orElseThrow(
            () ->
                new AppException(
                    ErrorCode.UNAVAILABLE, command.symbol() + " has no price yet; try again"));
  }

  private NewOrder wanted(PlaceOrder command, Connection connection) {
    return new NewOrder(
        ids.next(),
        connection.id(),
        command.clientOrderId(),
        command.symbol(),
        command.side(),
        command.type(),
        command.timeInForce(),
        command.quantity(),
        command.limitPrice(),
        market.position(command.symbol()));
  }
}
