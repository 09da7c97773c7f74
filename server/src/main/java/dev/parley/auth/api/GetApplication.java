package dev.parley.auth.api;

import dev.parley.auth.domain.Application;
import dev.parley.platform.bus.Query;
import java.util.UUID;

/** One of the caller's applications. */
public record GetApplication(UUID applicationId) implements Query<Application> {}
