package dev.parley.client.error;

import dev.parley.client.model.ErrorCode;
import dev.parley.client.model.FieldError;
import dev.parley.client.model.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The server refused the call and said why (RFC 9457). The subclasses go by status, so that a
 * caller may catch the ones that matter to it; {@link #code()} is the finer distinction.
 */
public class ApiException extends ParleyException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final @Nullable Duration retryAfter;

  /**
   * A refused call.
   *
   * @param operationId the operation that was called
   * @param retryAfter what {@code Retry-After} said, if it was there
   */
  public ApiException(String operationId, Problem problem, @Nullable Duration retryAfter) {
    super(message(operationId, problem), null);
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  /** The exception that goes with the problem's status. */
  public static ApiException of(
      String operationId, Problem problem, @Nullable Duration retryAfter) {
    return switch (problem.status()) {
      case 400 -> new BadRequestException(operationId, problem, retryAfter);
      case 401 -> new UnauthenticatedException(operationId, problem, retryAfter);
      case 403 -> new PermissionDeniedException(operationId, problem, retryAfter);
      case 404 -> new NotFoundException(operationId, problem, retryAfter);
      case 409 -> new ConflictException(operationId, problem, retryAfter);
      case 412, 428 -> new PreconditionException(operationId, problem, retryAfter);
      case 422 -> new ValidationException(operationId, problem, retryAfter);
      case 429 -> new RateLimitedException(operationId, problem, retryAfter);
      default ->
          problem.status() >= 500
              ? new ServerErrorException(operationId, problem, retryAfter)
              : new ApiException(operationId, problem, retryAfter);
    };
  }

  /** The HTTP status. */
  public int status() {
    return problem.status();
  }

  /** The problem document; made up from the status where something other than Parley answered. */
  public Problem problem() {
    return problem;
  }

  /** The stable name of the kind of problem; {@code UNKNOWN} if this SDK does not know it. */
  public ErrorCode code() {
    return problem.code();
  }

  /** Names the request in the server's log; empty where something other than Parley answered. */
  public String traceId() {
    return problem.traceId();
  }

  /** Every violation found in the request; empty if the problem is of another kind. */
  public List<FieldError> errors() {
    List<FieldError> errors = problem.errors();
    return errors == null ? List.of() : errors;
  }

  /** How long the server asks to wait before another try. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  private static String message(String operationId, Problem problem) {
    StringBuilder text = new StringBuilder(operationId).append(": ").append(problem.status());
    if (problem.code() != ErrorCode.UNKNOWN) {
      text.append(' ').append(problem.code().value());
    }
    text.append(", ").append(problem.detail() == null ? problem.title() : problem.detail());
    List<FieldError> errors = problem.errors();
    if (errors != null) {
      errors.forEach(
          error -> text.append("; ").append(error.pointer()).append(' ').append(error.message()));
    }
    if (!problem.traceId().isEmpty()) {
      text.append(" (trace ").append(problem.traceId()).append(')');
    }
    return text.toString();
  }
}
