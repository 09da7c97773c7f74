package dev.parley.client.error;

import dev.parley.client.model.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** 400: the request cannot be read, or a parameter does not parse. */
public final class BadRequestException extends ApiException {
  private static final long serialVersionUID = 1L;

  /** See {@link ApiException#ApiException(String, Problem, Duration)}. */
  public BadRequestException(String operationId, Problem problem, @Nullable Duration retryAfter) {
    super(operationId, problem, retryAfter);
  }
}
