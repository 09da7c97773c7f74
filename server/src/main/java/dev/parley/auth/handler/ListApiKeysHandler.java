package dev.parley.auth.handler;

import dev.parley.auth.api.ListApiKeys;
import dev.parley.auth.domain.ApiKey;
import dev.parley.auth.store.ApiKeyStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import dev.parley.platform.page.Page;
import java.util.Objects;

/** The caller's keys. */
public final class ListApiKeysHandler implements QueryHandler<ListApiKeys, Page<ApiKey>> {
  private final ApiKeyStore keys;

  public ListApiKeysHandler(ApiKeyStore keys) {
    this.keys = Objects.requireNonNull(keys, "keys");
  }

  @Override
  public Page<ApiKey> handle(ListApiKeys query, QueryContext context) {
    return keys.page(
        context.handle(),
        context.caller().require().userId(),
        query.status(),
        query.page(),
        context.now());
  }
}
