package dev.parley.auth.signin;

import dev.parley.auth.domain.OpaqueSecret;
import java.time.Duration;
import java.util.SortedSet;
import java.util.UUID;

/**
 * A pair of tokens on its way to their holder. Prints without them.
 *
 * @param life of the access token
 * @param refreshLife of the refresh token
 */
public record IssuedTokens(
    String accessToken,
    Duration life,
    OpaqueSecret refreshToken,
    Duration refreshLife,
    SortedSet<String> scopes,
    UUID sessionId,
    boolean mustChangePassword) {
  @Override
  public String toString() {
    return "IssuedTokens[session=" + sessionId + "]";
  }
}
