package dev.parley.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.error.ProblemDocument;
import jakarta.ws.rs.core.MediaType;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassfish.grizzly.http.util.FastHttpDateFormat;
import org.glassfish.grizzly.http.util.HttpStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns failures into RFC 9457 problem documents, in one place (T21). What was not expected is
 * logged and shows only its trace id. Thread-safe.
 */
public final class Problems {
  /** The media type of error answers, save those for OAuth 2.0 tools. */
  public static final String MEDIA_TYPE = "application/problem+json";

  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private final ObjectMapper json;
  private final Clock clock;

  public Problems(ObjectMapper json, Clock clock) {
    this.json = json;
    this.clock = clock;
  }

  /** What to answer. */
  public record Answer(int status, String mediaType, Map<String, String> headers, byte[] body) {}

  /** The answer to a failure of the request that this thread serves. */
  Answer of(RequestScope scope, Throwable failure) {
    AppException problem =
        failure instanceof AppException expected ? expected : unexpected(scope, failure);
    ErrorCode code = problem.code();
    boolean oauth = OAuthErrors.apply(scope.operation, code);
    int status = oauth ? OAuthErrors.status(code) : code.status();
    Map<String, Object> document = ProblemDocument.of(problem, scope.path, scope.traceId, clock);
    document.put("status", status);
    Map<String, String> headers = new LinkedHashMap<>();
    problem
        .retryAfter()
        .ifPresent(
            d ->
                headers.put(
                    "Retry-After", Long.toString(Math.max(1, (d.toMillis() + 999) / 1000))));
    if (status == 401) {
      headers.put("WWW-Authenticate", (oauth ? "Basic" : "Bearer") + " realm=\"parley\"");
    }
    if (oauth) {
      OAuthErrors.complete(problem, document, headers);
    }
    if (code.status() == 503) {
      headers.putIfAbsent("Retry-After", "1");
    }
    try {
      return new Answer(
          status,
          oauth ? MediaType.APPLICATION_JSON : MEDIA_TYPE,
          headers,
          json.writeValueAsBytes(document));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The whole answer to a request that nobody came to serve; it ends the connection. */
  byte[] raw(String path, AppException problem) {
    RequestScope scope = new RequestScope(Traces.of(null), path, "");
    Answer answer = of(scope, problem);
    String head =
        """
        HTTP/1.1 %d %s\r
        Date: %s\r
        X-Request-Id: %s\r
        Content-Type: %s\r
        Content-Length: %d\r
        Cache-Control: no-store\r
        Connection: close\r
        \r
        """
            .formatted(
                answer.status(),
                HttpStatus.getHttpStatus(answer.status()).getReasonPhrase(),
                FastHttpDateFormat.getCurrentDate(),
                scope.traceId,
                MEDIA_TYPE,
                answer.body().length);
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    byte[] all = Arrays.copyOf(start, start.length + answer.body().length);
    System.arraycopy(answer.body(), 0, all, start.length, answer.body().length);
    return all;
  }

  private static AppException unexpected(RequestScope scope, Throwable failure) {
    LOG.atError()
        .addKeyValue("operation", scope.operation == null ? "" : scope.operation.id())
        .setCause(failure)
        .log("request failed");
    return new AppException(
        ErrorCode.INTERNAL_ERROR, "Something failed inside; the trace id finds it in the log");
  }
}
