package dev.parley.broker.api;

import dev.parley.platform.bus.Command;
import dev.parley.platform.http.IfMatch;
import java.util.UUID;

/**
 * Ends a connection and cancels its open orders. Fails with NOT_FOUND, PERMISSION_DENIED for
 * somebody else's, PRECONDITION_FAILED, or CONFLICT if it has ended already.
 */
public record DisconnectBroker(UUID connectionId, IfMatch ifMatch)
    implements Command<ConnectionView> {
  @Override
  public String target() {
    return "broker-connection:" + connectionId;
  }
}
