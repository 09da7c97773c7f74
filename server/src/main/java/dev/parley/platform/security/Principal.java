package dev.parley.platform.security;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A verified identity: what a credential stands for once everything about it held (T03, M07).
 *
 * @param credential by what kind of credential it was verified
 * @param sessionId by which it is revoked: the session of a token; of an API key, the key itself
 * @param fp SHA-256 of the device id the token is bound to; null for a token made without one
 * @param expiresAt when the credential ends; a socket outlives it only by renewing
 */
public record Principal(
    UUID userId,
    String username,
    String role,
    Set<String> scopes,
    CredentialKind credential,
    UUID sessionId,
    @Nullable String fp,
    Instant expiresAt) {
  public Principal {
    Objects.requireNonNull(userId, "userId");
    Objects.requireNonNull(username, "username");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(credential, "credential");
    Objects.requireNonNull(sessionId, "sessionId");
    Objects.requireNonNull(expiresAt, "expiresAt");
    scopes = Set.copyOf(scopes);
  }

  /** Verified by the access token of a session. */
  public Principal(
      UUID userId,
      String username,
      String role,
      Set<String> scopes,
      UUID sessionId,
      @Nullable String fp,
      Instant expiresAt) {
    this(userId, username, role, scopes, CredentialKind.SESSION, sessionId, fp, expiresAt);
  }

  /** The same credential where its user's role has become another one. */
  Principal narrowed(String present, Set<String> left) {
    return new Principal(userId, username, present, left, credential, sessionId, fp, expiresAt);
  }

  public boolean has(String scope) {
    return scopes.contains(scope);
  }
}
