package dev.parley.platform.security;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The cookies of browsers (M06, RFC 6265): their names, and how they are read and written. No
 * script can read them and no other site makes a browser send them.
 */
public final class Cookies {
  /** An access token; sent to every operation. */
  public static final String ACCESS = "__Host-parley-access";

  /** A refresh token; sent to the operations on sessions alone. */
  public static final String REFRESH = "__Secure-parley-refresh";

  /** A device id; the prefix of its name keeps other hosts of a domain from setting it. */
  public static final String DEVICE = "__Host-parley-device";

  private static final String EVERYWHERE = "/";
  private static final String SESSIONS = "/api/v1/auth";

  private Cookies() {}

  /**
   * The values of a cookie; more than one only from a client that is no browser.
   *
   * @param lines of the header {@code Cookie}
   */
  public static List<String> values(List<String> lines, String name) {
    List<String> values = new ArrayList<>();
    for (String line : lines) {
      for (String pair : line.split(";", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
          values.add(pair.substring(equals + 1).strip());
        }
      }
    }
    return List.copyOf(values);
  }

  /**
   * The line of {@code Set-Cookie} that gives a browser one of these.
   *
   * @param value of letters, digits, dots, hyphens and underscores
   * @param life nothing takes the cookie away
   */
  public static String line(String name, String value, Duration life) {
    return "%s=%s; Path=%s; Max-Age=%d; HttpOnly; Secure; SameSite=Strict"
        .formatted(name, value, name.equals(REFRESH) ? SESSIONS : EVERYWHERE, life.toSeconds());
  }
}
