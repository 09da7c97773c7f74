package dev.parley.platform.http;

import dev.parley.platform.contract.Operation;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.DeviceId;
import dev.parley.platform.security.Principal;
import dev.parley.platform.security.TokenVerifier;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Who calls, and whether they may: one place for every REST request (M07, M09, X08). Thread-safe.
 */
final class Authentication {
  private static final String SCHEME = "bearer ";

  private final TokenVerifier verifier;

  Authentication(TokenVerifier verifier) {
    this.verifier = verifier;
  }

  /**
   * The principal of a request. A public operation takes a caller without credentials, and looks at
   * no others: a stale token must not keep anybody from signing in.
   */
  Optional<Principal> authenticate(Operation operation, Function<String, List<String>> headers) {
    if (!operation.secured()) {
      return Optional.empty();
    }
    List<String> given = headers.apply("Authorization");
    if (given.isEmpty()) {
      throw new AppException(
          ErrorCode.UNAUTHENTICATED,
          "This needs credentials: send Authorization: Bearer <access token>");
    }
    if (given.size() > 1 || !given.get(0).toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw new AppException(
          ErrorCode.AUTH_FAILED, "The Authorization header must be one Bearer token");
    }
    String token = given.get(0).substring(SCHEME.length()).strip();
    return Optional.of(verifier.verify(token, headers.apply(DeviceId.HEADER).stream().findFirst()));
  }

  /** Refuses a caller who lacks a scope, and says which are needed and held. */
  void authorize(Operation operation, Optional<Principal> principal) {
    if (principal.isEmpty() || principal.get().scopes().containsAll(operation.scopes())) {
      return;
    }
    throw new AppException(
            ErrorCode.PERMISSION_DENIED,
            "This needs the scopes " + String.join(", ", operation.scopes()))
        .with("requiredScopes", operation.scopes())
        .with("heldScopes", new TreeSet<>(principal.get().scopes()));
  }
}
