package dev.parley.broker.api;

import dev.parley.platform.bus.Query;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The fills of the caller's orders by time (M20); null filters match any. */
public record ListExecutions(
    @Nullable String symbol,
    @Nullable UUID orderId,
    @Nullable Instant from,
    @Nullable Instant to,
    boolean newestFirst,
    PageRequest page)
    implements Query<Page<ExecutionView>> {}
