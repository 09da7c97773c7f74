package dev.parley.broker.rest;

import dev.parley.broker.api.CancelOrder;
import dev.parley.broker.api.GetOrder;
import dev.parley.broker.api.ListOrders;
import dev.parley.broker.api.OrderStatus;
import dev.parley.broker.api.OrderView;
import dev.parley.broker.api.PlaceOrder;
import dev.parley.broker.api.Side;
import dev.parley.contract.broker.api.OrdersApi;
import dev.parley.contract.broker.model.Order;
import dev.parley.contract.broker.model.OrderPage;
import dev.parley.contract.broker.model.OrderSort;
import dev.parley.contract.broker.model.OrderStatusFilter;
import dev.parley.contract.broker.model.OrderType;
import dev.parley.contract.broker.model.PlaceOrderRequest;
import dev.parley.contract.broker.model.TimeInForce;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.http.IfMatch;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import dev.parley.platform.security.Callers;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders over REST (T50, M20). */
public final class OrdersDelegate implements OrdersApi {
  private final CommandBus commands;
  private final QueryBus queries;
  private final Callers callers;

  public OrdersDelegate(CommandBus commands, QueryBus queries, Callers callers) {
    this.commands = commands;
    this.queries = queries;
    this.callers = callers;
  }

  @Override
  public Order placeOrder(PlaceOrderRequest request, @Nullable String idempotencyKey) {
    PlaceOrder command =
        new PlaceOrder(
            request.symbol(),
            Side.valueOf(request.side().name()),
            dev.parley.broker.api.OrderType.valueOf(request.type().name()),
            timeInForce(request.timeInForce()),
            request.quantity(),
            request.limitPrice(),
            request.clientOrderId());
    return Models.order(commands.send(command, callers.current()));
  }

  @Override
  public Order cancelOrder(
      UUID orderId, @Nullable String idempotencyKey, @Nullable String ifMatch) {
    CancelOrder command = new CancelOrder(orderId, IfMatch.of(ifMatch));
    return Models.order(commands.send(command, callers.current()));
  }

  @Override
  public Order getOrder(UUID orderId) {
    return Models.order(queries.ask(new GetOrder(orderId), callers.current()));
  }

  @Override
  public OrderPage listOrders(
      @Nullable OrderStatusFilter status,
      @Nullable String symbol,
      @Nullable OrderType type,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable OrderSort sort,
      @Nullable Integer limit,
      @Nullable String cursor,
      @Nullable Boolean includeTotal) {
    ListOrders query =
        new ListOrders(
            statuses(status),
            symbol,
            type == null ? null : dev.parley.broker.api.OrderType.valueOf(type.name()),
            from,
            to,
            sort != OrderSort.CREATED_AT,
            PageRequest.of(limit, cursor, includeTotal));
    Page<OrderView> page = queries.ask(query, callers.current());
    return new OrderPage(page.items().stream().map(Models::order).toList(), page.model());
  }

  private static dev.parley.broker.api.TimeInForce timeInForce(@Nullable TimeInForce given) {
    return given == null
        ? dev.parley.broker.api.TimeInForce.GTC
        : dev.parley.broker.api.TimeInForce.valueOf(given.name());
  }

  private static Set<OrderStatus> statuses(@Nullable OrderStatusFilter filter) {
    if (filter == null) {
      return Set.of();
    }
    return filter == OrderStatusFilter.ACTIVE
        ? EnumSet.of(OrderStatus.OPEN, OrderStatus.PARTIALLY_FILLED)
        : EnumSet.of(OrderStatus.valueOf(filter.name()));
  }
}
