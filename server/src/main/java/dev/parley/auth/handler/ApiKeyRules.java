package dev.parley.auth.handler;

import dev.parley.auth.domain.ApiKey;
import dev.parley.auth.store.ApiKeyStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.platform.bus.CommandContext;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.error.Violation;
import dev.parley.platform.security.Caller;
import dev.parley.platform.security.Principal;
import dev.parley.users.api.RoleScopes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** What holds for every key: whose it is, what it may do, how many there are. Thread-safe. */
public final class ApiKeyRules {
  private final ApiKeyStore keys;
  private final SessionStore sessions;
  private final RoleScopes roles;

  public ApiKeyRules(ApiKeyStore keys, SessionStore sessions, RoleScopes roles) {
    this.keys = Objects.requireNonNull(keys, "keys");
    this.sessions = Objects.requireNonNull(sessions, "sessions");
    this.roles = Objects.requireNonNull(roles, "roles");
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
    List<Violation> forbidden = new ArrayList<>();
    int index = 0;
    for (String scope : scopes) {
      if (roles.signInOnly().contains(scope)) {
        forbidden.add(
            new Violation(
                "/scopes/" + index,
                "sign_in_only",
                "must not be " + scope + ", which only a sign-in gives"));
      }
      index++;
    }
    if (!forbidden.isEmpty()) {
      throw new AppException(
          ErrorCode.VALIDATION_ERROR,
          "Scopes that make or end credentials are not for API keys",
          forbidden);
    }
    if (!caller.scopes().containsAll(scopes)) {
      throw new AppException(
              ErrorCode.PERMISSION_DENIED, "A key holds no scope that its maker lacks")
          .with("requiredScopes", List.copyOf(new TreeSet<>(scopes)))
          .with("heldScopes", List.copyOf(new TreeSet<>(caller.scopes())));
    }
  }

  /**
   * Keeps a key that was just made, unless there are too many, or its maker's session ended on the
   * way here: whatever ended all keys with the session would have missed this one.
   */
  void keep(ApiKey key, String secretHash, CommandContext context) {
    long active = keys.lockAndCountActive(context.handle(), key.userId(), context.now());
    if (sessions.isRevoked(context.handle(), context.caller().require().sessionId())) {
      throw new AppException(ErrorCode.AUTH_FAILED, "The session has ended");
    }
    if (active >= ApiKey.MOST) {
      throw new AppException(
          ErrorCode.CONFLICT,
          "There are %d active API keys already; revoke one first".formatted(ApiKey.MOST));
    }
    keys.insert(context.handle(), key, secretHash);
  }
}
