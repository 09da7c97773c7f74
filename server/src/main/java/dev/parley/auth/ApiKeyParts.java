package dev.parley.auth;

import dev.parley.auth.api.CreateApiKey;
import dev.parley.auth.api.GetApiKey;
import dev.parley.auth.api.ListApiKeys;
import dev.parley.auth.api.RevokeApiKey;
import dev.parley.auth.api.RotateApiKey;
import dev.parley.auth.handler.ApiKeyRules;
import dev.parley.auth.handler.CreateApiKeyHandler;
import dev.parley.auth.handler.GetApiKeyHandler;
import dev.parley.auth.handler.ListApiKeysHandler;
import dev.parley.auth.handler.RevokeApiKeyHandler;
import dev.parley.auth.handler.RotateApiKeyHandler;
import dev.parley.auth.store.ApiKeyStore;
import dev.parley.auth.store.SecurityEventStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.auth.token.ApiKeyUses;
import dev.parley.auth.token.ApiKeyVerifier;
import dev.parley.auth.token.RevokedSessions;
import dev.parley.platform.time.Ids;
import dev.parley.platform.tx.Transactions;
import dev.parley.users.api.RoleScopes;
import dev.parley.users.api.UserDirectory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** API keys: what makes, checks and ends them (M07). */
final class ApiKeyParts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiKeyParts.class);
  private static final Duration USES_EVERY = Duration.ofSeconds(30);
  private static final int BATCH = 1_000;

  final ApiKeyVerifier verifier;
  final ApiKeyUses uses;
  private final ApiKeyStore keys;
  private final RoleScopes roles;
  private final RevokedSessions revoked;
  private final Poller noting;
  private final Poller cleanup;

  /**
   * @param retention how long a key is shown after its end
   */
  ApiKeyParts(
      Transactions transactions,
      ApiKeyStore keys,
      UserDirectory users,
      RoleScopes roles,
      RevokedSessions revoked,
      Duration retention,
      Clock clock) {
    this.keys = keys;
    this.roles = roles;
    this.revoked = revoked;
    this.uses = new ApiKeyUses(transactions, keys);
    this.verifier = new ApiKeyVerifier(transactions, keys, users, roles, revoked, uses, clock);
    this.noting = new Poller("api-key-uses", USES_EVERY, uses::flush);
    this.cleanup =
        new Poller(
            "api-key-cleanup",
            SessionCleanup.PERIOD,
            () -> {
              Instant before = clock.instant().minus(retention);
              IntSupplier batch =
                  () -> transactions.write(h -> keys.removeEndedBefore(h, before, BATCH));
              while (batch.getAsInt() == BATCH) {
                // There are more.
              }
            });
  }

  void bind(AuthParts.Binder binder, SecurityEventStore events, Ids ids) {
    ApiKeyRules rules = new ApiKeyRules(keys, new SessionStore(), roles);
    binder.command(CreateApiKey.class, new CreateApiKeyHandler(rules, events, ids));
    binder.command(RotateApiKey.class, new RotateApiKeyHandler(keys, rules, revoked, events, ids));
    binder.command(RevokeApiKey.class, new RevokeApiKeyHandler(keys, revoked, events));
    binder.query(GetApiKey.class, new GetApiKeyHandler(keys));
    binder.query(ListApiKeys.class, new ListApiKeysHandler(keys));
  }

  void start() {
    noting.start();
    cleanup.start();
  }

  @Override
  public void close() {
    noting.close();
    cleanup.close();
    try {
      uses.flush();
    } catch (RuntimeException failed) {
      LOG.warn("When some API keys were last used could not be noted", failed);
    }
  }
}
