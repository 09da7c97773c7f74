package dev.parley.auth.domain;

import dev.parley.platform.error.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a password must not be, after NIST SP 800-63B: short, common, or made of what everybody can
 * see. No rule asks for kinds of characters. Immutable.
 */
public final class PasswordRules {
  private static final int FEWEST_DIFFERENT = 5;
  private static final int SHORTEST_NAME = 4;

  private final Set<String> common;

  /**
   * @param common passwords that are tried first by whoever guesses, in lower case
   */
  public PasswordRules(Set<String> common) {
    this.common = Set.copyOf(common);
  }

  /**
   * Every rule the password breaks.
   *
   * @param pointer where the password stands in the request
   * @param names what belongs to the person and is no secret; short ones are ignored
   */
  public List<Violation> check(String pointer, String password, List<String> names) {
    List<Violation> broken = new ArrayList<>();
    String lower = password.toLowerCase(Locale.ROOT);
    if (common.contains(lower)) {
      broken.add(new Violation(pointer, "password_common", "must not be a common password"));
    }
    if (password.codePoints().distinct().count() < FEWEST_DIFFERENT) {
      broken.add(
          new Violation(
              pointer,
              "password_monotonous",
              "must have " + FEWEST_DIFFERENT + " different characters"));
    }
    boolean named =
        names.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .anyMatch(name -> name.length() >= SHORTEST_NAME && lower.contains(name));
    if (named) {
      broken.add(
          new Violation(
              pointer, "password_personal", "must not contain the user name or mail address"));
    }
    return broken;
  }
}
