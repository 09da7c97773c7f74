package dev.parley.auth.handler;

import dev.parley.auth.api.RevokeApiKey;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.domain.ApiKey;
import dev.parley.auth.store.ApiKeyStore;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.token.RevokedSessions;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import java.time.Instant;
import java.util.Objects;

/** Ends a key. */
public final class RevokeApiKeyHandler
    implements CommandHandler<RevokeApiKey, RevokeApiKey.Revoked> {
  private final ApiKeyStore keys;
  private final RevokedSessions revoked;
  private final SecurityEventStore events;

  public RevokeApiKeyHandler(ApiKeyStore keys, RevokedSessions revoked, SecurityEventStore events) {
    this.keys = Objects.requireNonNull(keys, "keys");
    this.revoked = Objects.requireNonNull(revoked, "revoked");
    this.events = Objects.requireNonNull(events, "events");
  }

  @Override
  public RevokeApiKey.Revoked handle(RevokeApiKey command, CommandContext context) {
    Instant now = context.now();
    context.target("api-key:" + command.keyId());
    ApiKey key = ApiKeyRules.own(keys.lock(context.handle(), command.keyId()), context.caller());
    if (key.status(now) == ApiKey.Status.ACTIVE) {
      keys.revoke(context.handle(), key.id(), now, key.replacedBy());
      events.record(
          context,
          SecurityEventKind.API_KEY_REVOKED,
          key.userId(),
          context.caller().require().sessionId());
      context.afterCommit(() -> revoked.add(key.id(), now));
    }
    return new RevokeApiKey.Revoked();
  }
}
