package dev.parley.platform.http;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a request path may look like. */
final class Paths {
  private Paths() {}

  /** Refuses a path that means another one once it is normalised. */
  static void requirePlain(String raw) {
    String lower = raw.toLowerCase(Locale.ROOT);
    boolean sly =
        lower.contains("/../")
            || lower.endsWith("/..")
            || lower.contains("/./")
            || lower.endsWith("/.")
            || lower.contains("%2e")
            || lower.contains("%2f")
            || lower.contains("%5c")
            || lower.contains("%00")
            || raw.contains("\\")
            || raw.contains("//")
            || raw.contains(";");
    if (sly || !raw.startsWith("/")) {
      throw new AppException(
          ErrorCode.NOT_FOUND, "There is nothing at a path that is not in its plain form");
    }
  }

  /** A decoded path segment; {@code +} stands for itself in a path. */
  static String decode(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new AppException(
          ErrorCode.MALFORMED_REQUEST, "The path has a broken percent escape", e);
    }
  }
}
