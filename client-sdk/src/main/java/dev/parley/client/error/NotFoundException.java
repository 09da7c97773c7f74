package dev.parley.client.error;

import dev.parley.client.model.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** 404: it is not there. */
public final class NotFoundException extends ApiException {
  private static final long serialVersionUID = 1L;

  /** See {@link ApiException#ApiException(String, Problem, Duration)}. */
  public NotFoundException(String operationId, Problem problem, @Nullable Duration retryAfter) {
    super(operationId, problem, retryAfter);
  }
}
