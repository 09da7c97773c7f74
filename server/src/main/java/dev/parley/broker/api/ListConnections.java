package dev.parley.broker.api;

import dev.parley.platform.bus.Query;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;

/** The caller's connections, the newest first (T41). */
public record ListConnections(boolean includeDisconnected, PageRequest page)
    implements Query<Page<ConnectionView>> {}
