package dev.parley.broker.api;

import dev.parley.platform.bus.Command;
import dev.parley.platform.http.IfMatch;
import java.util.UUID;

/**
 * Cancels what is still open of an order. Fails with NOT_FOUND, PERMISSION_DENIED for somebody
 * else's, PRECONDITION_FAILED, or ORDER_NOT_ACTIVE.
 */
public record CancelOrder(UUID orderId, IfMatch ifMatch) implements Command<OrderView> {
  @Override
  public String target() {
    return "order:" + orderId;
  }
}
