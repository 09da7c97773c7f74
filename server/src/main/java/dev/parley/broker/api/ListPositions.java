package dev.parley.broker.api;

import dev.parley.platform.bus.Query;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;

/** What the caller holds, in order of the symbol (B02). */
public record ListPositions(boolean includeClosed, PageRequest page)
    implements Query<Page<PositionView>> {}
