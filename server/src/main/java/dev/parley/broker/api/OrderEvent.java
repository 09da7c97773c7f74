package dev.parley.broker.api;

import dev.parley.platform.event.DomainEvent;
import dev.parley.platform.event.LogKey;
import java.util.UUID;

/** What happened to an order, with the order as it was right after. */
public sealed interface OrderEvent extends DomainEvent {
  /** The topic on the wire. */
  String TOPIC = "orders";

  @Override
  UUID userId();

  OrderView order();

  @Override
  default LogKey key() {
    return LogKey.user(TOPIC, userId());
  }

  @Override
  default String entityId() {
    return order().id().toString();
  }

  /** It was accepted. */
  record OrderPlaced(UUID userId, OrderView order) implements OrderEvent {}

  /** A fill left something of it. */
  record OrderPartiallyFilled(UUID userId, OrderView order) implements OrderEvent {}

  /** A fill left nothing of it. */
  record OrderFilled(UUID userId, OrderView order) implements OrderEvent {}

  /** What remained of it was cancelled. */
  record OrderCancelled(UUID userId, OrderView order) implements OrderEvent {}

  /** It came to nothing. */
  record OrderRejected(UUID userId, OrderView order) implements OrderEvent {}
}
