package dev.parley.platform.http;

import dev.parley.platform.contract.Operation;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.security.Credential;
import dev.parley.platform.security.CredentialVerifier;
import dev.parley.platform.security.PresentedCredentials;
import dev.parley.platform.security.Principal;
import dev.parley.platform.security.ScopeRefusal;
import java.util.Optional;

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
  Optional<Principal> authenticate(
      Operation operation, PresentedCredentials presented, boolean fromPage) {
    if (!fromPage && needsPage(operation, presented)) {
      throw new AppException(
          ErrorCode.PERMISSION_DENIED,
          "Cookies are taken from a page of this server, or of an origin that it lists, by https:"
              + " Origin has to name one");
    }
    if (!operation.secured()) {
      return Optional.empty();
    }
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

  /**
   * Whether a request acts by cookies alone, which a browser sends for any page (RFC 6265, 8.2);
   * what changes nothing may be asked for without an {@code Origin}, since only a page that may
   * read the answer sees it.
   */
  private static boolean needsPage(Operation operation, PresentedCredentials presented) {
    boolean byCookie =
        operation.secured()
            ? presented.byCookieAlone()
            : operation.cookieNames().anyMatch(name -> !presented.cookie(name).isEmpty());
    return byCookie && !operation.method().equals("GET");
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
