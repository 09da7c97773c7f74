package dev.parley.auth.mail;

import dev.parley.users.api.EmailAddress;
import java.util.Objects;

/**
 * A plain text mail. Prints without its content.
 *
 * @param text lines with {@code \n} between
 */
public record Letter(EmailAddress to, String subject, String text) {
  public Letter {
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(text, "text");
  }

  @Override
  public String toString() {
    return "Letter[subject=" + subject + "]";
  }
}
