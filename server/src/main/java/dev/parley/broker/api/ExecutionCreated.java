package dev.parley.broker.api;

import dev.parley.platform.event.DomainEvent;
import dev.parley.platform.event.LogKey;
import java.util.UUID;

/** An order was filled, in part or whole. */
public record ExecutionCreated(UUID userId, ExecutionView execution) implements DomainEvent {
  /** The topic on the wire. */
  public static final String TOPIC = "executions";

  @Override
  public LogKey key() {
    return LogKey.user(TOPIC, userId);
  }

  @Override
  public String entityId() {
    return execution.id().toString();
  }
}
