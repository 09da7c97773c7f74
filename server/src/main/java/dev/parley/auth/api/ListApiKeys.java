package dev.parley.auth.api;

import dev.parley.auth.domain.ApiKey;
import dev.parley.platform.bus.Query;
import dev.parley.platform.page.Page;
import dev.parley.platform.page.PageRequest;
import java.util.Optional;

/**
 * The caller's keys, the newest first.
 *
 * @param status keys in this state alone, if given
 */
public record ListApiKeys(Optional<ApiKey.Status> status, PageRequest page)
    implements Query<Page<ApiKey>> {}
