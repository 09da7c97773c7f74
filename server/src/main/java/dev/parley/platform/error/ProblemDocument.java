package dev.parley.platform.error;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A failure as a problem document (RFC 9457), in the one place that knows its members (T21). */
public final class ProblemDocument {
  private ProblemDocument() {}

  /**
   * The members, in their order, for a mapper to write.
   *
   * @param instance the path that was asked for
   * @param traceId by which the log has the rest
   */
  public static Map<String, Object> of(
      AppException problem, String instance, String traceId, InstantSource clock) {
    ErrorCode code = problem.code();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put(
        "type", "urn:parley:problem:" + code.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    document.put("title", code.title());
    document.put("status", code.status());
    document.put("detail", problem.detail());
    document.put("instance", instance);
    document.put("code", code.name());
    document.put("traceId", traceId);
    document.put("timestamp", clock.instant().truncatedTo(ChronoUnit.MILLIS));
    if (!problem.violations().isEmpty()) {
      document.put("errors", problem.violations());
    }
    document.putAll(problem.extensions());
    return document;
  }
}
