package dev.parley.platform.http;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import org.glassfish.jersey.message.internal.HeaderValueException;

/** Answers every failure below Jersey with its problem document. */
final class ProblemMapper implements ExceptionMapper<Throwable> {
  private final Problems problems;

  ProblemMapper(Problems problems) {
    this.problems = problems;
  }

  @Override
  public Response toResponse(Throwable failure) {
    Problems.Answer answer = problems.of(RequestScope.current(), expected(failure));
    Response.ResponseBuilder response =
        Response.status(answer.status()).type(answer.mediaType()).entity(answer.body());
    answer.headers().forEach(response::header);
    return response.build();
  }

  /**
   * What Jersey itself raises although the contract filter came first is a disagreement between the
   * two, save a 404.
   */
  private static Throwable expected(Throwable failure) {
    if (failure instanceof HeaderValueException header
        && header.getContext() == HeaderValueException.Context.INBOUND) {
      return new AppException(
          ErrorCode.MALFORMED_REQUEST, "A header of the request does not parse", failure);
    }
    return failure instanceof NotFoundException
        ? new AppException(ErrorCode.NOT_FOUND, "There is nothing here", failure)
        : failure;
  }
}
