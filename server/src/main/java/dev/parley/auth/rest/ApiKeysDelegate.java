package dev.parley.auth.rest;

import dev.parley.auth.api.CreateApiKey;
import dev.parley.auth.api.GetApiKey;
import dev.parley.auth.api.ListApiKeys;
import dev.parley.auth.api.RevokeApiKey;
import dev.parley.auth.api.RotateApiKey;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.contract.auth.api.ApiKeysApi;
import dev.parley.contract.auth.model.ApiKey;
import dev.parley.contract.auth.model.ApiKeyPage;
import dev.parley.contract.auth.model.ApiKeyStatus;
import dev.parley.contract.auth.model.CreateApiKeyRequest;
import dev.parley.contract.auth.model.NewApiKey;
import dev.parley.contract.auth.model.RotateApiKeyRequest;
import dev.parley.platform.bus.CommandBus;
import dev.parley.platform.bus.QueryBus;
import dev.parley.platform.page.PageRequest;
import dev.parley.platform.security.Callers;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The operations on API keys. */
public final class ApiKeysDelegate implements ApiKeysApi {
  private static final int DEFAULT_DAYS = 90;

  private final CommandBus commands;
  private final QueryBus queries;
  private final Callers callers;
  private final SecureRandom random;
  private final Clock clock;

  public ApiKeysDelegate(
      CommandBus commands, QueryBus queries, Callers callers, SecureRandom random, Clock clock) {
    this.commands = Objects.requireNonNull(commands, "commands");
    this.queries = Objects.requireNonNull(queries, "queries");
    this.callers = Objects.requireNonNull(callers, "callers");
    this.random = Objects.requireNonNull(random, "random");
    this.clock = Objects.requireNonNull(clock, "clock");
  }

  @Override
  public NewApiKey createApiKey(CreateApiKeyRequest request) {
    OpaqueSecret secret = dev.parley.auth.domain.ApiKey.secret(random);
    CreateApiKey command =
        new CreateApiKey(
            request.name(),
            request.scopes(),
            life(request.expiresInDays()),
            secret.hash(),
            dev.parley.auth.domain.ApiKey.hint(secret));
    return ApiKeyModels.made(commands.send(command, callers.current()), secret, clock.instant());
  }

  @Override
  public NewApiKey rotateApiKey(UUID keyId, RotateApiKeyRequest request) {
    OpaqueSecret secret = dev.parley.auth.domain.ApiKey.secret(random);
    RotateApiKey command =
        new RotateApiKey(
            keyId,
            Duration.ofSeconds(Objects.requireNonNullElse(request.overlapSeconds(), 0)),
            life(request.expiresInDays()),
            secret.hash(),
            dev.parley.auth.domain.ApiKey.hint(secret));
    return ApiKeyModels.made(commands.send(command, callers.current()), secret, clock.instant());
  }

  @Override
  public ApiKey getApiKey(UUID keyId) {
    return ApiKeyModels.key(queries.ask(new GetApiKey(keyId), callers.current()), clock.instant());
  }

  @Override
  public ApiKeyPage listApiKeys(
      @Nullable ApiKeyStatus status,
      @Nullable Integer limit,
      @Nullable String cursor,
      @Nullable Boolean includeTotal) {
    ListApiKeys query =
        new ListApiKeys(
            Optional.ofNullable(status).map(ApiKeyModels::status),
            PageRequest.of(limit, cursor, includeTotal));
    return ApiKeyModels.page(queries.ask(query, callers.current()), clock.instant());
  }

  @Override
  public void revokeApiKey(UUID keyId) {
    commands.send(new RevokeApiKey(keyId), callers.current());
  }

  private static Duration life(@Nullable Integer days) {
    return Duration.ofDays(Objects.requireNonNullElse(days, DEFAULT_DAYS));
  }
}
