package dev.parley.auth.api;

import dev.parley.auth.domain.ApiKey;
import dev.parley.platform.bus.Query;
import java.util.UUID;

/** One key of the caller. */
public record GetApiKey(UUID keyId) implements Query<ApiKey> {}
