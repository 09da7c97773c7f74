package dev.parley.broker.domain;

import dev.parley.broker.api.AccountUpdated;
import dev.parley.broker.api.ExecutionCreated;
import dev.parley.broker.api.OrderEvent.OrderCancelled;
import dev.parley.broker.api.OrderEvent.OrderFilled;
import dev.parley.broker.api.OrderEvent.OrderPartiallyFilled;
import dev.parley.broker.api.OrderEvent.OrderPlaced;
import dev.parley.broker.api.OrderEvent.OrderRejected;
import dev.parley.broker.api.OrderStatus;
import dev.parley.broker.api.PositionEvent.PositionClosed;
import dev.parley.broker.api.PositionEvent.PositionOpened;
import dev.parley.broker.api.PositionEvent.PositionUpdated;
import dev.parley.broker.api.PositionView;
import dev.parley.platform.event.DomainEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What happened to one portfolio: the last state of everything that changed, and an event for each
 * change, in order. Of one thread, like the portfolio.
 */
final class Journal {
  private final UUID userId;
  private final Prices prices;
  private final Map<UUID, Order> orders = new LinkedHashMap<>();
  private final Map<String, Position> positions = new LinkedHashMap<>();
  private final List<Execution> executions = new ArrayList<>();
  private final List<DomainEvent> events = new ArrayList<>();

  Journal(UUID userId, Prices prices) {
    this.userId = userId;
    this.prices = prices;
  }

  void placed(Order order) {
    orders.put(order.id(), order);
    events.add(new OrderPlaced(userId, order.view()));
  }

  void filled(Order order, Execution execution) {
    executions.add(execution);
    events.add(new ExecutionCreated(userId, execution.view()));
    orders.put(order.id(), order);
    events.add(
        order.status() == OrderStatus.FILLED
            ? new OrderFilled(userId, order.view())
            : new OrderPartiallyFilled(userId, order.view()));
  }

  void cancelled(Order order) {
    orders.put(order.id(), order);
    events.add(new OrderCancelled(userId, order.view()));
  }

  void rejected(Order order) {
    orders.put(order.id(), order);
    events.add(new OrderRejected(userId, order.view()));
  }

  void changed(Position before, Position after) {
    positions.put(after.symbol(), after);
    PositionView view = after.view(prices.last(after.symbol()));
    if (before.flat() && !after.flat()) {
      events.add(new PositionOpened(userId, view));
    } else if (!before.flat() && after.flat()) {
      events.add(new PositionClosed(userId, view));
    } else {
      events.add(new PositionUpdated(userId, view));
    }
  }

  /**
   * @param held all positions of the account, to value it with
   */
  void changed(Account account, Collection<Position> held) {
    events.add(new AccountUpdated(userId, Valuation.of(held, prices).view(account)));
  }

  List<Order> orders() {
    return List.copyOf(orders.values());
  }

  List<Position> positions() {
    return List.copyOf(positions.values());
  }

  List<Execution> executions() {
    return List.copyOf(executions);
  }

  List<DomainEvent> events() {
    return List.copyOf(events);
  }
}
