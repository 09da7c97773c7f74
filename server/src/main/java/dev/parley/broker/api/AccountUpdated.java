package dev.parley.broker.api;

import dev.parley.platform.event.DomainEvent;
import dev.parley.platform.event.LogKey;
import java.util.UUID;

/** Cash, reserve or profit of an account changed. */
public record AccountUpdated(UUID userId, AccountView account) implements DomainEvent {
  /** The topic on the wire. */
  public static final String TOPIC = "account";

  @Override
  public LogKey key() {
    return LogKey.user(TOPIC, userId);
  }

  @Override
  public String entityId() {
    return account.id().toString();
  }
}
