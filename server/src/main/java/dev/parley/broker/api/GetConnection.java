package dev.parley.broker.api;

import dev.parley.platform.bus.Query;
import java.util.UUID;

/** One connection of the caller; NOT_FOUND, or PERMISSION_DENIED for somebody else's. */
public record GetConnection(UUID connectionId) implements Query<ConnectionView> {}
