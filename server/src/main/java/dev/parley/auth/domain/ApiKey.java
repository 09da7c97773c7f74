package dev.parley.auth.domain;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.SortedSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A credential for a program: one secret, of which a hash is kept. It changes by its end alone.
 *
 * @param hint the first characters of the secret, to recognise it by
 * @param scopes what it may do, as far as its owner may
 * @param revokedAt when it was ended before {@code expiresAt}, or will be
 * @param replacedBy the key that came in its place
 * @param lastUsedAt about when it was last used
 */
public record ApiKey(
    UUID id,
    UUID userId,
    String name,
    String hint,
    SortedSet<String> scopes,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant revokedAt,
    @Nullable UUID replacedBy,
    @Nullable Instant lastUsedAt) {
  /** How many keys one user has that are active. */
  public static final int MOST = 100;

  /** What every secret begins with. */
  public static final String PREFIX = "ak_";

  private static final int HINT = PREFIX.length() + 7;

  /** Whether a key can be used. */
  public enum Status {
    ACTIVE,
    EXPIRED,
    REVOKED
  }

  public ApiKey {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(userId, "userId");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(hint, "hint");
    Objects.requireNonNull(scopes, "scopes");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(expiresAt, "expiresAt");
  }

  /** A key that has just been made. */
  public static ApiKey made(
      UUID id,
      UUID userId,
      String name,
      String hint,
      SortedSet<String> scopes,
      Instant now,
      Duration life) {
    return new ApiKey(id, userId, name, hint, scopes, now, now.plus(life), null, null, null);
  }

  /** A secret that nobody has yet. */
  public static OpaqueSecret secret(SecureRandom random) {
    return OpaqueSecret.random(PREFIX, random);
  }

  /** What of a secret may be shown. */
  public static String hint(OpaqueSecret secret) {
    return secret.reveal().substring(0, HINT);
  }

  /** From when on it is refused. */
  public Instant end() {
    return revokedAt != null && revokedAt.isBefore(expiresAt) ? revokedAt : expiresAt;
  }

  /** Whether it can be used at that time. */
  public Status status(Instant now) {
    if (now.isBefore(end())) {
      return Status.ACTIVE;
    }
    return end().equals(revokedAt) ? Status.REVOKED : Status.EXPIRED;
  }
}
