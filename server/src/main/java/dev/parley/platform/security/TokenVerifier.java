package dev.parley.platform.security;

/** Turns an access token into a {@link Principal}; the auth module provides it as a port (M07). */
@FunctionalInterface
public interface TokenVerifier {
  /**
   * @param token a JWT as it came, without {@code Bearer}
   * @throws dev.parley.platform.error.AppException AUTH_FAILED when signature, audience, issuer or
   *     expiry do not hold
   */
  Principal verify(String token);
}
