package dev.parley.auth.handler;

import dev.parley.auth.domain.ApiKey;
import dev.parley.auth.store.ApiKeyStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Caller;
import dev.parley.platform.security.Principal;
import dev.parley.users.api.RoleScopes;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;

/** What holds for every key: whose it is, what it may do, how many there are. Thread-safe. */
public final class ApiKeyRules {
  private final ApiKeyStore keys;
  private final ProgramRules rules;

  public ApiKeyRules(ApiKeyStore keys, SessionStore sessions, RoleScopes roles) {
    this.keys = Objects.requireNonNull(keys, "keys");
    this.rules = new ProgramRules(roles, sessions, "API keys", "A key");
  }

  /**
   * @throws AppException NOT_FOUND, or PERMISSION_DENIED for somebody else's
   */
  static ApiKey own(Optional<ApiKey> found, Caller caller) {
    ApiKey key =
        found.orElseThrow(() -> new AppException(ErrorCode.NOT_FOUND, "There is no such API key"));
    if (!key.userId().equals(caller.require().userId())) {
      throw new AppException(ErrorCode.PERMISSION_DENIED, "This API key is somebody else's");
    }
    return key;
  }

  /** Whether the caller may give these scopes to a key. */
  void grant(Collection<String> scopes, Principal caller) {
    rules.checkScopes(scopes, caller);
  }

  /**
   * Keeps a key that was just made, unless there are too many, or its maker's session ended on the
   * way here: whatever ended all keys with the session would have missed this one.
   */
  void keep(ApiKey key, String secretHash, CommandContext context) {
    long active = keys.lockAndCountActive(context.handle(), key.userId(), context.now());
    rules.checkSession(context);
    if (active >= ApiKey.MOST) {
      throw new AppException(
          ErrorCode.CONFLICT,
          "There are %d active API keys already; revoke one first".formatted(ApiKey.MOST));
    }
    keys.insert(context.handle(), key, secretHash);
  }
}
