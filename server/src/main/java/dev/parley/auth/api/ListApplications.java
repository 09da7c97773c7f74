package dev.parley.auth.api;

import dev.parley.auth.domain.Application;
import dev.parley.platform.bus.Query;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;

/** The caller's applications, the newest first. */
public record ListApplications(PageRequest page) implements Query<Page<Application>> {}
