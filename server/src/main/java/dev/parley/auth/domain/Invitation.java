package dev.parley.auth.domain;

import dev.parley.users.api.EmailAddress;
import dev.parley.users.api.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A right to register once.
 *
 * @param email the only address that may use it; null for any
 * @param createdBy who invites
 * @param usedAt when it was used, if it was
 */
public record Invitation(
    UUID id,
    Role role,
    @Nullable EmailAddress email,
    UUID createdBy,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant usedAt) {
  public static final Duration LIFE = Duration.ofDays(7);

  /** Whether it can still be used. */
  public enum Status {
    OPEN,
    USED,
    EXPIRED
  }

  public Invitation {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(createdBy, "createdBy");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(expiresAt, "expiresAt");
  }

  public Status status(Instant now) {
    if (usedAt != null) {
      return Status.USED;
    }
    return now.isBefore(expiresAt) ? Status.OPEN : Status.EXPIRED;
  }

  public boolean isFor(EmailAddress address) {
    return email == null || email.equals(address);
  }
}
