package dev.parley.auth.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a refresh token beside its hash.
 *
 * @param rotatedAt when it was first exchanged
 * @param successorId what it was last exchanged for
 * @param diedAt when another successor of the same token was used instead of it
 */
public record RefreshToken(
    UUID id,
    UUID sessionId,
    Instant expiresAt,
    @Nullable Instant rotatedAt,
    @Nullable UUID successorId,
    @Nullable Instant diedAt) {
  public RefreshToken {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(sessionId, "sessionId");
    Objects.requireNonNull(expiresAt, "expiresAt");
  }

  /** Neither exchanged nor dead. */
  public boolean unused() {
    return rotatedAt == null && diedAt == null;
  }
}
