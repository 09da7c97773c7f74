package dev.parley.auth.domain;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A password reset that somebody asked for.
 *
 * @param userId whose password; nobody's where the address asked for has no account
 * @param attempts to send its mail
 * @param emailKey address of the last mail, in lower case; null before the first
 * @param expiresAt when the token of the last mail ends; null before the first
 */
public record PasswordReset(
    UUID id,
    UUID userId,
    Instant requestedAt,
    int attempts,
    @Nullable String emailKey,
    @Nullable Instant expiresAt) {
  public PasswordReset {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(userId, "userId");
    Objects.requireNonNull(requestedAt, "requestedAt");
  }

  /** Whether the token of its last mail still is good. */
  public boolean open(Instant now) {
    return expiresAt != null && now.isBefore(expiresAt);
  }
}
