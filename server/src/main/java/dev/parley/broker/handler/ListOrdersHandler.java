package dev.parley.broker.handler;

import dev.parley.broker.api.ListOrders;
import dev.parley.broker.api.OrderEvent;
import dev.parley.broker.api.OrderView;
import dev.parley.broker.domain.Order;
import dev.parley.broker.store.OrderStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.page.Page;
import java.util.UUID;

/** The caller's orders. */
public final class ListOrdersHandler implements QueryHandler<ListOrders, Page<OrderView>> {
  private final OrderStore orders = new OrderStore();

  @Override
  public Page<OrderView> handle(ListOrders query, QueryContext context) {
    UUID userId = context.caller().require().userId();
    context.stream(LogKey.user(OrderEvent.TOPIC, userId));
    return orders.page(context.handle(), userId, query).map(Order::view);
  }
}
