package dev.parley.platform.error;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An expected failure with its {@link ErrorCode}. One mapper turns it into an RFC 9457 problem, the
 * WebSocket protocol into an {@code error} frame; the detail is shown to the caller, so it names
 * field, value and what was expected, and never a secret. Like every exception it belongs to the
 * thread that throws it.
 */
@SuppressWarnings("serial") // never serialised; extensions may hold any JSON value
public final class AppException extends RuntimeException {
  private final ErrorCode code;
  private final String detail;
  private final List<Violation> violations;
  private final Map<String, Object> extensions = new LinkedHashMap<>();
  private @Nullable Duration retryAfter;

  public AppException(ErrorCode code, String detail) {
    this(code, detail, List.of(), null);
  }

  public AppException(ErrorCode code, String detail, List<Violation> violations) {
    this(code, detail, violations, null);
  }

  public AppException(ErrorCode code, String detail, Throwable cause) {
    this(code, detail, List.of(), cause);
  }

  private AppException(
      ErrorCode code, String detail, List<Violation> violations, @Nullable Throwable cause) {
    super(code + ": " + detail, cause);
    this.code = code;
    this.detail = detail;
    this.violations = List.copyOf(violations);
  }

  public ErrorCode code() {
    return code;
  }

  /** What happened, for the caller to read. */
  public String detail() {
    return detail;
  }

  /** The {@code errors} of the problem; empty when the code says it all. */
  public List<Violation> violations() {
    return violations;
  }

  /** Further members of the problem document ({@code commandId}, {@code requiredScopes}). */
  public Map<String, Object> extensions() {
    return Collections.unmodifiableMap(extensions);
  }

  /**
   * After how long a retry makes sense; becomes the {@code Retry-After} header in whole seconds.
   */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Adds a member to the problem document; the last value of a name wins. */
  public AppException with(String name, Object value) {
    extensions.put(name, value);
    return this;
  }

  public AppException retryAfter(Duration delay) {
    this.retryAfter = delay;
    return this;
  }
}
