package dev.parley.auth.rest;

import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.contract.auth.model.ApiKey;
import dev.parley.contract.auth.model.ApiKeyPage;
import dev.parley.contract.auth.model.ApiKeyStatus;
import dev.parley.contract.auth.model.NewApiKey;
import dev.parley.platform.page.Page;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** API keys as their contract has them. */
final class ApiKeyModels {
  private ApiKeyModels() {}

  static dev.parley.auth.domain.ApiKey.Status status(ApiKeyStatus status) {
    return dev.parley.auth.domain.ApiKey.Status.valueOf(status.toString().toUpperCase(Locale.ROOT));
  }

  static ApiKey key(dev.parley.auth.domain.ApiKey key, Instant now) {
    return ApiKey.builder()
        .id(key.id())
        .name(key.name())
        .hint(key.hint())
        .scopes(List.copyOf(key.scopes()))
        .status(status(key, now))
        .createdAt(key.createdAt())
        .expiresAt(key.expiresAt())
        .revokedAt(key.revokedAt())
        .replacedBy(key.replacedBy())
        .lastUsedAt(key.lastUsedAt())
        .build();
  }

  static NewApiKey made(dev.parley.auth.domain.ApiKey key, OpaqueSecret secret, Instant now) {
    return NewApiKey.builder()
        .id(key.id())
        .name(key.name())
        .hint(key.hint())
        .scopes(List.copyOf(key.scopes()))
        .status(status(key, now))
        .createdAt(key.createdAt())
        .expiresAt(key.expiresAt())
        .secret(secret.reveal())
        .build();
  }

  static ApiKeyPage page(Page<dev.parley.auth.domain.ApiKey> page, Instant now) {
    return ApiKeyPage.builder()
        .items(page.items().stream().map(key -> key(key, now)).toList())
        .page(
            new dev.parley.contract.common.model.Page(
                page.limit(),
                page.nextCursor().orElse(null),
                page.total().isPresent() ? page.total().getAsLong() : null))
        .build();
  }

  private static ApiKeyStatus status(dev.parley.auth.domain.ApiKey key, Instant now) {
    return ApiKeyStatus.fromValue(key.status(now).name().toLowerCase(Locale.ROOT));
  }
}
