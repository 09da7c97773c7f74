package dev.parley.platform.http;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Trace ids: that of the caller's W3C {@code traceparent}, else a new one. */
final class Traces {
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}.*");

  private Traces() {}

  static String of(@Nullable String traceparent) {
    Matcher given = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
    return given.matches() ? given.group(1) : UUID.randomUUID().toString().replace("-", "");
  }
}
