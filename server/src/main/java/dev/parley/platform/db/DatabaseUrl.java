package dev.parley.platform.db;

import dev.parley.platform.settings.Secret;
import dev.parley.platform.settings.StartupException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a database is and who logs in. {@link #jdbc()} holds no secret and may be shown.
 *
 * @param jdbc {@code jdbc:postgresql://host:port/database?parameters}, without user and password
 */
public record DatabaseUrl(String jdbc, Optional<String> user, Optional<Secret> password) {
  private static final String JDBC = "jdbc:";
  private static final String EXPECTED =
      "setting DATABASE_URL: expected postgres://user:password@host:port/database or"
          + " jdbc:postgresql://host:port/database?user=...&password=...";

  /**
   * Reads either form. Both may carry user and password, before the host or as parameters, and any
   * parameters of the driver; special characters are percent-encoded.
   */
  public static DatabaseUrl parse(String text) {
    String plain = text.startsWith(JDBC) ? text.substring(JDBC.length()) : text;
    if (!plain.matches("(?i)postgres(ql)?://.*")) {
      throw new StartupException(EXPECTED);
    }
    URI uri = uri(plain);
    String authority = Optional.ofNullable(uri.getRawAuthority()).orElse("");
    int at = authority.lastIndexOf('@');
    Optional<String> user = Optional.empty();
    Optional<String> password = Optional.empty();
    if (at >= 0) {
      String[] login = authority.substring(0, at).split(":", 2);
      user = Optional.of(decode(login[0]));
      password = login.length > 1 ? Optional.of(decode(login[1])) : password;
    }
    List<String> rest = new ArrayList<>();
    for (String parameter : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&")) {
      if (parameter.startsWith("user=")) {
        user = Optional.of(decode(parameter.substring("user=".length())));
      } else if (parameter.startsWith("password=")) {
        password = Optional.of(decode(parameter.substring("password=".length())));
      } else if (!parameter.isEmpty()) {
        rest.add(parameter);
      }
    }
    String path = Optional.ofNullable(uri.getRawPath()).orElse("");
    String host = authority.substring(at + 1);
    if (host.isEmpty() || path.length() < 2) {
      throw new StartupException(EXPECTED + ", found no host or no database");
    }
    String query = rest.isEmpty() ? "" : "?" + String.join("&", rest);
    return new DatabaseUrl(
        "jdbc:postgresql://" + host + path + query, user, password.map(Secret::new));
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException wrong) {
      // Without its cause, whose message would show the password.
      throw new StartupException(EXPECTED + ", found " + wrong.getReason());
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
