package dev.parley.users.api;

import dev.parley.platform.contract.Formats;
import java.util.Locale;
import java.util.Objects;

/**
 * A mail address, kept as its owner wrote it. Two addresses that differ in case alone are the same
 * account, so they are equal here.
 *
 * @param text with an {@code @} and at most 254 characters, none of which lower case makes another
 *     address of ({@link Formats#becomesAscii}); syntax beyond that is the contract's
 */
public record EmailAddress(String text) {
  public EmailAddress {
    Objects.requireNonNull(text, "text");
    text = text.strip();
    if (text.indexOf('@') < 1 || text.length() > 254 || Formats.becomesAscii(text)) {
      throw new IllegalArgumentException("Not a mail address");
    }
  }

  /** The form that is unique. */
  public String key() {
    return text.toLowerCase(Locale.ROOT);
  }

  /** What stands before the last {@code @}, in lower case. */
  public String localPart() {
    return key().substring(0, key().lastIndexOf('@'));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EmailAddress that && key().equals(that.key());
  }

  @Override
  public int hashCode() {
    return key().hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
