package dev.parley.auth.oidc;

import dev.parley.auth.domain.Refusals;
import dev.parley.platform.error.AppException;

/** Why an ID token is refused. */
final class TokenRefusals {
  private TokenRefusals() {}

  static AppException algorithm() {
    return Refusals.invalidIdToken("algorithm", "must be signed with RS, PS or ES 256, 384 or 512");
  }

  static AppException signature() {
    return Refusals.invalidIdToken("signature", "must be signed by a key of the issuer");
  }

  static AppException malformed() {
    return Refusals.invalidIdToken(
        "malformed", "must be a signed JWT with the claims of an ID token");
  }
}
