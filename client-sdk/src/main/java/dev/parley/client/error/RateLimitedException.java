package dev.parley.client.error;

import dev.parley.client.model.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** 429: too many requests; {@link #retryAfter()} says when to come back. */
public final class RateLimitedException extends ApiException {
  private static final long serialVersionUID = 1L;

  /** See {@link ApiException#ApiException(String, Problem, Duration)}. */
  public RateLimitedException(String operationId, Problem problem, @Nullable Duration retryAfter) {
    super(operationId, problem, retryAfter);
  }
}
