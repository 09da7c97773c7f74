package dev.parley.broker.handler;

import dev.parley.broker.api.GetOrder;
import dev.parley.broker.api.OrderEvent;
import dev.parley.broker.api.OrderView;
import dev.parley.broker.domain.Order;
import dev.parley.broker.store.OrderStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.event.LogKey;

/** One order of the caller. */
public final class GetOrderHandler implements QueryHandler<GetOrder, OrderView> {
  private final OrderStore orders = new OrderStore();

  @Override
  public OrderView handle(GetOrder query, QueryContext context) {
    Order order =
        Ownership.own(
            context.caller(),
            orders.byId(context.handle(), query.orderId()),
            "order",
            query.orderId(),
            Order::userId);
    context.stream(LogKey.user(OrderEvent.TOPIC, order.userId()));
    return order.view();
  }
}
