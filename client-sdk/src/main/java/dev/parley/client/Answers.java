package dev.parley.client;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.error.ApiException;
import dev.parley.client.error.UnexpectedAnswerException;
import dev.parley.client.model.ErrorCode;
import dev.parley.client.model.Problem;
import dev.parley.client.transport.ApiCall;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads answers. */
final class Answers {
  private static final int EXCERPT = 200;

  private Answers() {}

  static <T> ApiResponse<T> success(
      ObjectMapper json, ApiCall<T> call, HttpResponse<byte[]> response) {
    JavaType type = json.constructType(call.resultType());
    T body = type.hasRawClass(Void.class) ? nothing() : read(json, call, response, type);
    return new ApiResponse<>(response.statusCode(), response.headers().map(), body);
  }

  static ApiException refusal(
      ObjectMapper json, InstantSource clock, ApiCall<?> call, HttpResponse<byte[]> response) {
    return ApiException.of(
        call.operationId(),
        problem(json, response).orElseGet(() -> foreign(response, clock)),
        RetryAfter.of(response.headers(), clock).orElse(null));
  }

  private static <T> T read(
      ObjectMapper json, ApiCall<T> call, HttpResponse<byte[]> response, JavaType type) {
    try {
      T value = json.readValue(response.body(), type);
      if (value == null) {
        throw unexpected(call, response, "it is null", null);
      }
      return value;
    } catch (IOException e) {
      throw unexpected(call, response, e.getMessage(), e);
    }
  }

  /** The one value of {@link Void}; callers know from the type that there is nothing to see. */
  @SuppressWarnings("NullAway")
  private static <T> T nothing() {
    return null;
  }

  private static UnexpectedAnswerException unexpected(
      ApiCall<?> call, HttpResponse<byte[]> response, String why, @Nullable Throwable cause) {
    return new UnexpectedAnswerException(
        call.operationId() + ": the answer " + response.statusCode() + " cannot be read: " + why,
        cause);
  }

  /** Errors of the doors for OAuth 2.0 are plain JSON, and problem documents all the same. */
  private static Optional<Problem> problem(ObjectMapper json, HttpResponse<byte[]> response) {
    String type = response.headers().firstValue("Content-Type").orElse("");
    if (!type.startsWith("application/problem+json") && !type.startsWith("application/json")) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(json.readValue(response.body(), Problem.class));
    } catch (IOException e) {
      // A document that is no problem of ours says no more than its status does.
      return Optional.empty();
    }
  }

  /** A problem for an answer that something on the way gave, a gateway perhaps. */
  private static Problem foreign(HttpResponse<byte[]> response, InstantSource clock) {
    String text = new String(response.body(), StandardCharsets.UTF_8).strip();
    return Problem.builder()
        .type("about:blank")
        .title("HTTP status " + response.statusCode())
        .status(response.statusCode())
        .detail(text.isEmpty() ? null : text.substring(0, Math.min(EXCERPT, text.length())))
        .code(ErrorCode.UNKNOWN)
        .traceId(response.headers().firstValue("X-Request-Id").orElse(""))
        .timestamp(clock.instant())
        .build();
  }
}
