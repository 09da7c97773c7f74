package dev.parley.client.error;

import dev.parley.client.model.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** 5xx: the server, or something behind it, failed. */
public final class ServerErrorException extends ApiException {
  private static final long serialVersionUID = 1L;

  /** See {@link ApiException#ApiException(String, Problem, Duration)}. */
  public ServerErrorException(String operationId, Problem problem, @Nullable Duration retryAfter) {
    super(operationId, problem, retryAfter);
  }
}
