package dev.parley.auth.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.auth.domain.ApiKey;
import dev.parley.auth.domain.OpaqueSecret;
import dev.parley.auth.store.ApiKeyStore;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.CredentialKind;
import dev.parley.platform.security.Principal;
import dev.parley.platform.security.SessionRevocations;
import dev.parley.platform.tx.Transactions;
import dev.parley.users.api.Account;
import dev.parley.users.api.RoleScopes;
import dev.parley.users.api.UserDirectory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Checks API keys. What the database says of a secret, also that it knows none such, is remembered
 * for half a minute in a bounded cache; a revocation is asked for every time, and known on every
 * node within a second. Thread-safe.
 */
public final class ApiKeyVerifier {
  /** Less than {@link RevokedSessions} remembers a revocation, so that none is overlooked. */
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  private static final int MOST = 10_000;
  private static final int LONGEST = 64;

  private final Transactions transactions;
  private final ApiKeyStore keys;
  private final UserDirectory users;
  private final RoleScopes roles;
  private final SessionRevocations revocations;
  private final ApiKeyUses uses;
  private final Clock clock;
  private final Cache<String, Optional<Principal>> known;

  public ApiKeyVerifier(
      Transactions transactions,
      ApiKeyStore keys,
      UserDirectory users,
      RoleScopes roles,
      SessionRevocations revocations,
      ApiKeyUses uses,
      Clock clock) {
    this.transactions = Objects.requireNonNull(transactions, "transactions");
    this.keys = Objects.requireNonNull(keys, "keys");
    this.users = Objects.requireNonNull(users, "users");
    this.roles = Objects.requireNonNull(roles, "roles");
    this.revocations = Objects.requireNonNull(revocations, "revocations");
    this.uses = Objects.requireNonNull(uses, "uses");
    this.clock = Objects.requireNonNull(clock, "clock");
    this.known =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(REMEMBERED)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  /**
   * Whom a key stands for, with the scopes that are both the key's and its owner's.
   *
   * @throws AppException AUTH_FAILED
   */
  public Principal verify(String key) {
    if (key.length() > LONGEST || !key.startsWith(ApiKey.PREFIX)) {
      throw refused();
    }
    Principal principal = find(OpaqueSecret.hashOf(key)).orElseThrow(ApiKeyVerifier::refused);
    Instant now = clock.instant();
    if (!now.isBefore(principal.expiresAt()) || revocations.isRevoked(principal.sessionId())) {
      throw refused();
    }
    uses.note(principal.sessionId(), now);
    return principal;
  }

  /** The key that a secret is that of, if it was looked up lately and is one, even an ended one. */
  public Optional<UUID> known(String key) {
    Optional<Principal> principal = known.getIfPresent(OpaqueSecret.hashOf(key));
    return principal == null ? Optional.empty() : principal.map(Principal::sessionId);
  }

  /** Not by a loader of the cache, which would keep others waiting for this one's database call. */
  private Optional<Principal> find(String hash) {
    Optional<Principal> remembered = known.getIfPresent(hash);
    if (remembered != null) {
      return remembered;
    }
    Optional<Principal> loaded = load(hash);
    known.put(hash, loaded);
    return loaded;
  }

  private Optional<Principal> load(String hash) {
    return transactions.read(
        handle ->
            keys.findBySecret(handle, hash)
                .flatMap(
                    key ->
                        users
                            .find(handle, key.userId())
                            .filter(Account::active)
                            .map(owner -> principal(key, owner))));
  }

  private Principal principal(ApiKey key, Account owner) {
    Set<String> scopes = new HashSet<>(key.scopes());
    scopes.retainAll(roles.of(owner.role()));
    scopes.removeAll(roles.signInOnly());
    return new Principal(
        owner.id(),
        owner.username(),
        owner.role().wire(),
        scopes,
        CredentialKind.API_KEY,
        key.id(),
        null,
        key.end());
  }

  /** One answer for all, so that a guesser learns nothing. */
  private static AppException refused() {
    return new AppException(ErrorCode.AUTH_FAILED, "The API key is not valid, or not any more");
  }
}
