package dev.parley.auth.handler;

import dev.parley.auth.api.GetApiKey;
import dev.parley.auth.domain.ApiKey;
import dev.parley.auth.store.ApiKeyStore;
import dev.parley.platform.bus.QueryContext;
import dev.parley.platform.bus.QueryHandler;
import java.util.Objects;

/** Shows a key to its owner. */
public final class GetApiKeyHandler implements QueryHandler<GetApiKey, ApiKey> {
  private final ApiKeyStore keys;

  public GetApiKeyHandler(ApiKeyStore keys) {
    this.keys = Objects.requireNonNull(keys, "keys");
  }

  @Override
  public ApiKey handle(GetApiKey query, QueryContext context) {
    return ApiKeyRules.own(keys.find(context.handle(), query.keyId()), context.caller());
  }
}
