package dev.parley.broker.api;

import dev.parley.platform.event.DomainEvent;
import dev.parley.platform.event.LogKey;
import java.util.UUID;

/** What happened to a broker connection, with the connection as it was right after (T65). */
public sealed interface ConnectionEvent extends DomainEvent {
  /** The topic on the wire. */
  String TOPIC = "broker-connections";

  @Override
  UUID userId();

  ConnectionView connection();

  @Override
  default LogKey key() {
    return LogKey.user(TOPIC, userId());
  }

  @Override
  default String entityId() {
    return connection().id().toString();
  }

  /** It was made. */
  record BrokerConnectionEstablished(UUID userId, ConnectionView connection)
      implements ConnectionEvent {}

  /** It was ended. */
  record BrokerConnectionDisconnected(UUID userId, ConnectionView connection)
      implements ConnectionEvent {}
}
