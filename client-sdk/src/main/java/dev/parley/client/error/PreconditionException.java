package dev.parley.client.error;

import dev.parley.client.model.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** 412 or 428: the resource has changed since it was read, or {@code If-Match} is missing. */
public final class PreconditionException extends ApiException {
  private static final long serialVersionUID = 1L;

  /** See {@link ApiException#ApiException(String, Problem, Duration)}. */
  public PreconditionException(String operationId, Problem problem, @Nullable Duration retryAfter) {
    super(operationId, problem, retryAfter);
  }
}
