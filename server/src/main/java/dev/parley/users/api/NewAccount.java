package dev.parley.users.api;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * An account to be made.
 *
 * @param username lower case; without an {@code @}, unless it is the mail address
 */
public record NewAccount(EmailAddress email, String username, String fullName, Role role) {
  public NewAccount {
    Objects.requireNonNull(email, "email");
    Objects.requireNonNull(fullName, "fullName");
    Objects.requireNonNull(role, "role");
    username = username.toLowerCase(Locale.ROOT);
    if (username.contains("@") && !username.equals(email.key())) {
      throw new IllegalArgumentException("A user name with an @ must be the mail address");
    }
  }

  /** With the mail address as the name to sign in with where no other was chosen. */
  public static NewAccount of(
      EmailAddress email, Optional<String> username, String fullName, Role role) {
    return new NewAccount(email, username.orElseGet(email::key), fullName, role);
  }
}
