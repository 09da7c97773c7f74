package dev.parley.auth.api;

import dev.parley.platform.bus.Query;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;

/** The caller's sessions that can still be used, the newest first. */
public record ListSessions(PageRequest page) implements Query<Page<SessionView>> {}
