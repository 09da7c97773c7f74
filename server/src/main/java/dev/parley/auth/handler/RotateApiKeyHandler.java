package dev.parley.auth.handler;

import dev.parley.auth.api.RotateApiKey;
import dev.parley.auth.api.SecurityEventKind;
import dev.parley.auth.domain.ApiKey;
import dev.parley.auth.store.ApiKeyStore;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.token.RevokedSessions;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.bus.CommandHandler;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Principal;
import dev.parley.platform.time.Ids;
import java.time.Instant;
import java.util.Objects;

/** Makes a key in the place of another, which ends at once or after an overlap. */
public final class RotateApiKeyHandler implements CommandHandler<RotateApiKey, ApiKey> {
  private final ApiKeyStore keys;
  private final ApiKeyRules rules;
  private final RevokedSessions revoked;
  private final SecurityEventStore events;
  private final Ids ids;

  public RotateApiKeyHandler(
      ApiKeyStore keys,
      ApiKeyRules rules,
      RevokedSessions revoked,
      SecurityEventStore events,
      Ids ids) {
    this.keys = Objects.requireNonNull(keys, "keys");
    this.rules = Objects.requireNonNull(rules, "rules");
    this.revoked = Objects.requireNonNull(revoked, "revoked");
    this.events = Objects.requireNonNull(events, "events");
    this.ids = Objects.requireNonNull(ids, "ids");
  }

  @Override
  public ApiKey handle(RotateApiKey command, CommandContext context) {
    Instant now = context.now();
    context.target("api-key:" + command.keyId());
    ApiKey old = ApiKeyRules.own(keys.lock(context.handle(), command.keyId()), context.caller());
    if (old.status(now) != ApiKey.Status.ACTIVE || old.replacedBy() != null) {
      throw new AppException(
          ErrorCode.CONFLICT, "This API key has ended or been replaced; make another one");
    }
    Principal caller = context.caller().require();
    rules.grant(old.scopes(), caller);
    ApiKey next =
        ApiKey.made(
            ids.next(),
            old.userId(),
            old.name(),
            command.hint(),
            old.scopes(),
            now,
            command.life());
    Instant end = now.plus(command.overlap());
    keys.revoke(context.handle(), old.id(), end, next.id());
    rules.keep(next, command.secretHash(), context);
    events.record(context, SecurityEventKind.API_KEY_ROTATED, old.userId(), caller.sessionId());
    if (!end.isAfter(now)) {
      context.afterCommit(() -> revoked.add(old.id(), now));
    }
    return next;
  }
}
