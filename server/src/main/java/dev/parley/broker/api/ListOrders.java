package dev.parley.broker.api;

import dev.parley.platform.bus.Query;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The caller's orders by the time of placing (T50).
 *
 * @param statuses in one of these states; empty for any
 * @param symbol null for any, like {@code type}
 * @param from placed at this time or later; null for no bound
 * @param to placed before this time; null for no bound
 * @param newestFirst the order of the list
 */
public record ListOrders(
    Set<OrderStatus> statuses,
    @Nullable String symbol,
    @Nullable OrderType type,
    @Nullable Instant from,
    @Nullable Instant to,
    boolean newestFirst,
    PageRequest page)
    implements Query<Page<OrderView>> {}
