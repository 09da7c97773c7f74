package dev.parley.users.api;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person's account.
 *
 * @param username unique, lower case; contains an {@code @} only if it is the mail address
 * @param department where the person works, if told
 * @param picture address of a picture, if there is one
 * @param version grows by one with every change
 */
public record Account(
    UUID id,
    EmailAddress email,
    String username,
    String fullName,
    Role role,
    @Nullable String department,
    @Nullable String picture,
    AccountStatus status,
    Instant createdAt,
    Instant updatedAt,
    long version) {
  public Account {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(email, "email");
    Objects.requireNonNull(username, "username");
    Objects.requireNonNull(fullName, "fullName");
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(createdAt, "createdAt");
    Objects.requireNonNull(updatedAt, "updatedAt");
  }

  public boolean active() {
    return status == AccountStatus.ACTIVE;
  }
}
