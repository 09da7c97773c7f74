package dev.parley.platform.http;

import dev.parley.platform.contract.Operation;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Credential;
import dev.parley.platform.security.CredentialVerifier;
import dev.parley.platform.security.PresentedCredentials;
import dev.parley.platform.security.Principal;
import dev.parley.platform.security.ScopeRefusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who calls, and whether they may: one place for every REST request (M07, M09, X08). Thread-safe.
 */
final class Authentication {
  private final CredentialVerifier verifier;

  Authentication(CredentialVerifier verifier) {
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
    PresentedCredentials presented = PresentedCredentials.of(headers);
    Credential credential =
        presented
            .credential()
            .orElseThrow(
                () ->
                    new AppException(
                        ErrorCode.UNAUTHENTICATED,
                        "This needs credentials: send Authorization: Bearer <access token>, or X-Api-Key"));
    return Optional.of(verifier.verify(credential, presented.deviceId()));
  }

  /** Refuses a caller who lacks a scope, and says which are needed and held. */
  void authorize(Operation operation, Optional<Principal> principal) {
    if (principal.isEmpty() || operation.allows(principal.get())) {
      return;
    }
    Principal caller = principal.get();
    if (caller.scopes().containsAll(operation.scopes())) {
      throw ScopeRefusal.because(
          "This takes a sign-in; a key or an application cannot do it",
          operation.scopes(),
          caller,
          operation.roles());
    }
    throw ScopeRefusal.of("This", operation.scopes(), caller, operation.roles());
  }
}
