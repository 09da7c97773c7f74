package dev.parley.broker.domain;

import dev.parley.broker.api.AuthMethod;
import dev.parley.broker.api.ConnectionStatus;
import dev.parley.broker.api.ConnectionView;
import dev.parley.broker.api.Environment;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A user's connection to a broker. Immutable; ending it answers the next version. */
public record Connection(
    UUID id,
    UUID userId,
    UUID accountId,
    String broker,
    Environment environment,
    AuthMethod method,
    ConnectionStatus status,
    Instant lastConnectedAt,
    @Nullable Instant disconnectedAt,
    Instant createdAt,
    long version) {

  public boolean live() {
    return status == ConnectionStatus.CONNECTED;
  }

  /** The same connection, ended. */
  public Connection end(Instant now) {
    if (!live()) {
      throw new IllegalStateException("connection " + id + " has ended already");
    }
    return new Connection(
        id,
        userId,
        accountId,
        broker,
        environment,
        method,
        ConnectionStatus.DISCONNECTED,
        lastConnectedAt,
        now,
        createdAt,
        version + 1);
  }

  /** The connection as its owner sees it. */
  public ConnectionView view() {
    return new ConnectionView(
        id,
        broker,
        PaperBroker.NAME,
        environment,
        method,
        status,
        false,
        lastConnectedAt,
        disconnectedAt,
        createdAt,
        version);
  }
}
