package dev.parley.conformance.faults;

import dev.parley.client.StreamPosition;
import dev.parley.client.model.Account;
import dev.parley.client.model.ErrorCode;
import dev.parley.client.model.Execution;
import dev.parley.client.model.ExecutionSource;
import dev.parley.client.model.Order;
import dev.parley.client.model.OrderSide;
import dev.parley.client.model.OrderStatus;
import dev.parley.client.model.OrderType;
import dev.parley.client.model.Position;
import dev.parley.client.model.TimeInForce;
import dev.parley.conformance.faults.History.StreamEvent;
import dev.parley.conformance.faults.Intent.Outcome;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A small history with nothing wrong in it, laid open so that a test can spoil it: one buy that is
 * filled in two parts, one sale of a part of that, one limit order that rests and one that was
 * cancelled, each acknowledged, one of them at the second attempt.
 */
final class Scene {
  static final BigDecimal CASH = new BigDecimal("1000");
  private static final Instant TIME = Instant.parse("2026-11-21T12:00:00Z");
  private static final UUID CONNECTION = new UUID(0, 1);

  final List<Intent> intents = new ArrayList<>();
  final Map<String, List<StreamEvent>> events = new LinkedHashMap<>();
  final Map<String, StreamPosition> logs = new HashMap<>();
  final List<Order> orders = new ArrayList<>();
  final List<Execution> executions = new ArrayList<>();
  final List<Position> positions = new ArrayList<>();
  Account account = account("1000", "0", "0", 1);

  Scene() {
    for (String topic : List.of("orders", "executions", "positions", "account")) {
      events.put(topic, new ArrayList<>());
    }
    hear("account", "account.updated", account.id().toString(), account);
    buyAndSell();
    restAndCancel();
    events.forEach((topic, all) -> logs.put(topic, new StreamPosition(topic, "e", all.size())));
  }

  private void buyAndSell() {
    Order bought = order(1, OrderSide.BUY, "2", null);
    place(bought);
    money("1000", "210", "0", 2);
    bought = fill(bought, 11, "0.5", "100", "0", OrderStatus.PARTIALLY_FILLED);
    hold("position.opened", "0.5", "0", "50", "0", 1);
    money("950", "157.5", "0", 3);
    bought = fill(bought, 12, "1.5", "102", "0", OrderStatus.FILLED);
    hold("position.updated", "2", "0", "203", "0", 2);
    money("797", "0", "0", 4);
    orders.add(bought);

    Order sold = order(2, OrderSide.SELL, "1", null);
    place(sold);
    hold("position.updated", "2", "1", "203", "0", 3);
    sold = fill(sold, 13, "1", "110", "8.5", OrderStatus.FILLED);
    hold("position.updated", "1", "0", "101.5", "8.5", 4);
    money("907", "0", "8.5", 5);
    orders.add(sold);
    positions.add((Position) events.get("positions").getLast().state());
  }

  private void restAndCancel() {
    Order resting = order(3, OrderSide.BUY, "3", "10");
    place(resting);
    money("907", "30", "8.5", 6);
    orders.add(resting);

    Order cancelled = order(4, OrderSide.BUY, "4", "10");
    place(cancelled);
    money("907", "70", "8.5", 7);
    cancelled =
        cancelled.toBuilder()
            .status(OrderStatus.CANCELLED)
            .reason("requested")
            .reservedCash(BigDecimal.ZERO)
            .version(2L)
            .build();
    hear("orders", "order.cancelled", cancelled.id().toString(), cancelled);
    money("907", "30", "8.5", 8);
    orders.add(cancelled);
    Intent cancel = Intent.cancel("cancel", cancelled.id().toString());
    add(cancel, new Outcome.Acknowledged(cancelled.id().toString()));
    intents.add(cancel);
  }

  /** The history and the truth as they stand now, judged. */
  Verdict verdict() {
    History history = new History("scene");
    intents.forEach(history::add);
    events.forEach(
        (topic, all) -> {
          history.joined(topic, 0);
          all.forEach(event -> history.heard(topic, event));
        });
    return Checker.check(history, truth(), CASH);
  }

  Truth truth() {
    return new Truth(account, orders, executions, positions, logs);
  }

  /** Adds an order that is there and acknowledged, with its event. */
  void place(Order order) {
    Intent intent = Intent.place("key-" + order.quantity(), order.quantity());
    if (intents.isEmpty()) {
      add(intent, new Outcome.Unknown(0, ErrorCode.UNKNOWN, "connection cut"));
    }
    add(intent, new Outcome.Acknowledged(order.id().toString()));
    intents.add(intent);
    hear("orders", "order.placed", order.id().toString(), order);
  }

  /** Adds an attempt after those there are. */
  static void add(Intent intent, Outcome outcome) {
    intent.ended(System.nanoTime(), outcome);
  }

  static Order order(int number, OrderSide side, String quantity, @Nullable String limit) {
    BigDecimal amount = new BigDecimal(quantity);
    return Order.builder()
        .id(new UUID(1, number))
        .connectionId(CONNECTION)
        .symbol("BTC-USD")
        .side(side)
        .type(limit == null ? OrderType.MARKET : OrderType.LIMIT)
        .timeInForce(TimeInForce.GTC)
        .quantity(amount)
        .limitPrice(limit == null ? null : new BigDecimal(limit))
        .status(OrderStatus.OPEN)
        .filledQuantity(BigDecimal.ZERO)
        .remainingQuantity(amount)
        .reservedCash(limit == null ? BigDecimal.ZERO : amount.multiply(new BigDecimal(limit)))
        .createdAt(TIME)
        .updatedAt(TIME)
        .version(1L)
        .build();
  }

  private Order fill(
      Order order, int number, String quantity, String price, String pnl, OrderStatus status) {
    BigDecimal part = new BigDecimal(quantity);
    Execution execution =
        Execution.builder()
            .id(new UUID(2, number))
            .orderId(order.id())
            .symbol(order.symbol())
            .side(order.side())
            .quantity(part)
            .price(new BigDecimal(price))
            .amount(part.multiply(new BigDecimal(price)))
            .realisedPnl(new BigDecimal(pnl))
            .source(ExecutionSource.TRADE)
            .sourceTime(TIME)
            .executedAt(TIME)
            .build();
    executions.add(execution);
    hear("executions", "execution.created", execution.id().toString(), execution);
    Order after =
        order.toBuilder()
            .status(status)
            .filledQuantity(order.filledQuantity().add(part))
            .remainingQuantity(order.remainingQuantity().subtract(part))
            .version(order.version() + 1)
            .build();
    String type = status == OrderStatus.FILLED ? "order.filled" : "order.partially-filled";
    hear("orders", type, order.id().toString(), after);
    return after;
  }

  private void hold(
      String type, String quantity, String reserved, String cost, String pnl, long version) {
    Position position =
        Position.builder()
            .symbol("BTC-USD")
            .quantity(new BigDecimal(quantity))
            .reservedQuantity(new BigDecimal(reserved))
            .cost(new BigDecimal(cost))
            .unrealisedPnl(BigDecimal.ZERO)
            .realisedPnl(new BigDecimal(pnl))
            .updatedAt(TIME)
            .version(version)
            .build();
    hear("positions", type, "BTC-USD", position);
  }

  private void money(String cash, String reserved, String pnl, long version) {
    account = account(cash, reserved, pnl, version);
    hear("account", "account.updated", account.id().toString(), account);
  }

  static Account account(String cash, String reserved, String pnl, long version) {
    return Account.builder()
        .id(new UUID(3, 1))
        .currency("USD")
        .cash(new BigDecimal(cash))
        .reservedCash(new BigDecimal(reserved))
        .buyingPower(new BigDecimal(cash).subtract(new BigDecimal(reserved)))
        .positionsValue(BigDecimal.ZERO)
        .equity(new BigDecimal(cash))
        .realisedPnl(new BigDecimal(pnl))
        .unrealisedPnl(BigDecimal.ZERO)
        .maxOrderQuantity(BigDecimal.TEN)
        .createdAt(TIME)
        .updatedAt(TIME)
        .version(version)
        .build();
  }

  private void hear(String topic, String type, String entity, Object state) {
    List<StreamEvent> log = events.get(topic);
    log.add(new StreamEvent("e", log.size() + 1, type, entity, state));
  }
}
