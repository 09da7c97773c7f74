package dev.parley.platform.contract;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.regex.Pattern;

/** The string formats that contracts use, for what comes from elsewhere and has to fit them too. */
public final class Formats {
  private static final Pattern UUID =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,18})?");
  // What a mail server accepts is its own matter; this catches what cannot be an address.
  private static final Pattern EMAIL =
      Pattern.compile("[^@\\s\\p{Cntrl}]{1,64}@[^@\\s\\p{Cntrl}.]+(\\.[^@\\s\\p{Cntrl}.]+)+");

  private Formats() {}

  static boolean isUuid(String text) {
    return UUID.matcher(text).matches();
  }

  static boolean isDecimal(String text) {
    return DECIMAL.matcher(text).matches();
  }

  /** Whether it may be a mail address. */
  public static boolean isEmail(String text) {
    return EMAIL.matcher(text).matches() && !becomesAscii(text);
  }

  /**
   * Whether a letter outside of ASCII becomes one within it in lower case, as the Kelvin sign does:
   * two names that are not the same would be taken for one.
   */
  public static boolean becomesAscii(String text) {
    return text.codePoints()
        .filter(letter -> letter > 127)
        .mapToObj(letter -> Character.toString(letter).toLowerCase(Locale.ROOT))
        .anyMatch(lower -> lower.chars().anyMatch(letter -> letter <= 127));
  }

  static boolean isDateTime(String text) {
    try {
      // The database keeps years 1 to 9999 without surprises; RFC 3339 knows no others.
      int year = OffsetDateTime.parse(text).getYear();
      return year >= 1 && year <= 9999;
    } catch (DateTimeException e) {
      return false;
    }
  }

  static boolean isDate(String text) {
    try {
      return LocalDate.parse(text).getYear() >= 1;
    } catch (DateTimeException e) {
      return false;
    }
  }

  static boolean isUri(String text) {
    try {
      return new URI(text).isAbsolute();
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Text that JSON can carry and UTF-8 and the database cannot: NUL and lone surrogates. */
  public static boolean isStorable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }
}
