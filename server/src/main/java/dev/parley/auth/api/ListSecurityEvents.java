package dev.parley.auth.api;

import dev.parley.platform.bus.Query;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;

/** What happened to the caller's account, the newest first. */
public record ListSecurityEvents(PageRequest page) implements Query<Page<SecurityEventView>> {}
