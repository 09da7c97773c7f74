package dev.parley.conformance.faults;

import static java.math.BigDecimal.ZERO;
import static java.util.stream.Collectors.groupingBy;

import dev.parley.client.model.Account;
import dev.parley.client.model.Execution;
import dev.parley.client.model.Order;
import dev.parley.client.model.OrderSide;
import dev.parley.client.model.OrderStatus;
import dev.parley.client.model.Position;
import dev.parley.conformance.faults.Verdict.Findings;
import dev.parley.conformance.faults.Verdict.Kind;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Cash, positions and reserves as the fills and the active orders make them. All of it is exact:
 * there are no fees, and what rounding leaves in a position's cost is missing in its profit.
 */
final class MoneyCheck {
  private final Truth truth;
  private final BigDecimal startingCash;
  private final Findings findings;

  MoneyCheck(Truth truth, BigDecimal startingCash, Findings findings) {
    this.truth = truth;
    this.startingCash = startingCash;
    this.findings = findings;
  }

  void run() {
    fills();
    cash();
    Map<String, List<Execution>> bySymbol =
        truth.executions().stream().collect(groupingBy(Execution::symbol));
    for (Position position : truth.positions()) {
      List<Execution> fills = bySymbol.remove(position.symbol());
      position(position, fills == null ? List.of() : fills);
    }
    bySymbol
        .keySet()
        .forEach(symbol -> findings.add(Kind.POSITION, "%s was traded, not held", symbol));
  }

  private void fills() {
    Map<String, List<Execution>> byOrder =
        truth.executions().stream().collect(groupingBy(fill -> fill.orderId().toString()));
    for (Order order : truth.orders()) {
      List<Execution> fills = byOrder.remove(order.id().toString());
      equal(
          Kind.FILLS,
          "order " + order.id() + " filled",
          order.filledQuantity(),
          sum(fills == null ? List.of() : fills, Execution::quantity));
      BigDecimal limit = order.limitPrice();
      boolean within =
          fills == null
              || limit == null
              || fills.stream()
                  .map(fill -> fill.price().compareTo(limit))
                  .allMatch(over -> order.side() == OrderSide.BUY ? over <= 0 : over >= 0);
      findings.require(within, Kind.FILLS, "order %s was filled beyond its limit", order.id());
      boolean whole = order.filledQuantity().compareTo(order.quantity()) == 0;
      findings.require(
          whole == (order.status() == OrderStatus.FILLED),
          Kind.FILLS,
          "order %s is %s with %s of %s",
          order.id(),
          order.status(),
          order.filledQuantity(),
          order.quantity());
    }
    byOrder.keySet().forEach(id -> findings.add(Kind.FILLS, "order %s was filled, not placed", id));
    for (Execution fill : truth.executions()) {
      equal(Kind.FILLS, "amount", fill.amount(), fill.price().multiply(fill.quantity()));
    }
  }

  private void cash() {
    Account account = truth.account();
    BigDecimal flow = sum(truth.executions(), fill -> signed(fill, fill.amount()).negate());
    equal(Kind.CASH, "cash", account.cash(), startingCash.add(flow));
    equal(
        Kind.CASH,
        "realised profit",
        account.realisedPnl(),
        sum(truth.executions(), Execution::realisedPnl));
    equal(
        Kind.CASH,
        "cash and cost of positions",
        account.cash().add(sum(truth.positions(), Position::cost)),
        startingCash.add(account.realisedPnl()));
    equal(
        Kind.RESERVE,
        "reserved cash",
        account.reservedCash(),
        sum(truth.orders(), Order::reservedCash));
    findings.require(
        account.reservedCash().signum() >= 0
            && account.cash().compareTo(account.reservedCash()) >= 0,
        Kind.CASH,
        "cash %s does not cover the reserve %s",
        account.cash(),
        account.reservedCash());
  }

  private void position(Position position, List<Execution> fills) {
    String symbol = position.symbol();
    equal(
        Kind.POSITION,
        symbol + " quantity",
        position.quantity(),
        sum(fills, fill -> signed(fill, fill.quantity())));
    equal(
        Kind.POSITION,
        symbol + " realised profit",
        position.realisedPnl(),
        sum(fills, Execution::realisedPnl));
    equal(
        Kind.POSITION,
        symbol + " cost",
        position.cost(),
        sum(fills, fill -> signed(fill, fill.amount()).add(fill.realisedPnl())));
    equal(
        Kind.RESERVE,
        symbol + " reserved",
        position.reservedQuantity(),
        sum(
            truth.orders(),
            order ->
                order.side() == OrderSide.SELL && active(order) && order.symbol().equals(symbol)
                    ? order.remainingQuantity()
                    : ZERO));
    findings.require(position.quantity().signum() >= 0, Kind.POSITION, "%s is sold short", symbol);
  }

  private static boolean active(Order order) {
    return order.status() == OrderStatus.OPEN || order.status() == OrderStatus.PARTIALLY_FILLED;
  }

  private static BigDecimal signed(Execution fill, BigDecimal value) {
    return fill.side() == OrderSide.BUY ? value : value.negate();
  }

  private static <T> BigDecimal sum(Collection<T> all, Function<T, BigDecimal> value) {
    return all.stream().map(value).reduce(ZERO, BigDecimal::add);
  }

  private void equal(Kind kind, String what, BigDecimal there, BigDecimal expected) {
    findings.require(
        there.compareTo(expected) == 0,
        kind,
        "%s is %s, expected %s",
        what,
        there.toPlainString(),
        expected.toPlainString());
  }
}
