package dev.parley.auth.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in and all the tokens that came of it (the family).
 *
 * @param fp fingerprint of the device it is bound to; null where none was named
 * @param expiresAt when it ends, however often it is refreshed
 * @param revokedAt when it was ended before that
 */
public record Session(
    UUID id,
    UUID userId,
    @Nullable String fp,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant revokedAt) {
  public Session {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(userId, "userId");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(expiresAt, "expiresAt");
  }

  public boolean revoked() {
    return revokedAt != null;
  }

  /** Whether a request with this fingerprint comes from the device the session is bound to. */
  public boolean boundTo(Optional<String> other) {
    return fp == null || other.filter(fp::equals).isPresent();
  }
}
