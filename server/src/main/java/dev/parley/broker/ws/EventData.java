package dev.parley.broker.ws;

import dev.parley.broker.api.AccountUpdated;
import dev.parley.broker.api.ConnectionEvent;
import dev.parley.broker.api.ExecutionCreated;
import dev.parley.broker.api.OrderEvent;
import dev.parley.broker.api.PositionEvent;
import dev.parley.broker.rest.Models;
import dev.parley.contract.broker.events.AccountEventData;
import dev.parley.contract.broker.events.BrokerConnectionEventData;
import dev.parley.contract.broker.events.ExecutionEventData;
import dev.parley.contract.broker.events.OrderEventData;
import dev.parley.contract.broker.events.PositionEventData;

/** From the broker's events to the {@code data} of their messages: the resource as REST has it. */
public final class EventData {
  private EventData() {}

  public static OrderEventData of(OrderEvent event) {
    return new OrderEventData(event.entityId(), event.userId(), Models.order(event.order()));
  }

  public static ExecutionEventData of(ExecutionCreated event) {
    return new ExecutionEventData(
        event.entityId(), event.userId(), Models.execution(event.execution()));
  }

  public static PositionEventData of(PositionEvent event) {
    return new PositionEventData(
        event.entityId(), event.userId(), Models.position(event.position()));
  }

  public static AccountEventData of(AccountUpdated event) {
    return new AccountEventData(event.entityId(), event.userId(), Models.account(event.account()));
  }

  public static BrokerConnectionEventData of(ConnectionEvent event) {
    return new BrokerConnectionEventData(
        event.entityId(), event.userId(), Models.connection(event.connection()));
  }
}
