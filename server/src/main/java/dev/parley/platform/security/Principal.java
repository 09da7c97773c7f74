package dev.parley.platform.security;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A verified identity: what a token said once its signature, audience and expiry held (T03, M07).
 *
 * @param fp SHA-256 of the device id the token is bound to; null for a token made without one
 * @param expiresAt when the token ends; a socket outlives it only by renewing
 */
public record Principal(
    UUID userId,
    String username,
    String role,
    Set<String> scopes,
    UUID sessionId,
    @Nullable String fp,
    Instant expiresAt) {
  public Principal {
    Objects.requireNonNull(userId, "userId");
    Objects.requireNonNull(username, "username");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(sessionId, "sessionId");
    Objects.requireNonNull(expiresAt, "expiresAt");
    scopes = Set.copyOf(scopes);
  }

  public boolean has(String scope) {
    return scopes.contains(scope);
  }
}
