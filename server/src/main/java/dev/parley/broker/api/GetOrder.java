package dev.parley.broker.api;

import dev.parley.platform.bus.Query;
import java.util.UUID;

/** One order of the caller; NOT_FOUND, or PERMISSION_DENIED for somebody else's (T24). */
public record GetOrder(UUID orderId) implements Query<OrderView> {}
