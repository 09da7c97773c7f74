package dev.parley.platform.http;

import dev.parley.platform.contract.Operation;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Completes an answer as its contract says: the success status, {@code Location}, {@code ETag},
 * {@code Stream-Position} and the headers noted on the way in. Delegates return models alone.
 */
final class AnswerFilter implements ContainerResponseFilter {
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    RequestScope scope = RequestScope.current();
    scope.headers.forEach(response.getHeaders()::putSingle);
    Operation operation = scope.operation;
    if (operation == null || response.getStatus() < 200 || response.getStatus() > 299) {
      return;
    }
    response.setStatus(operation.success());
    Object entity = response.getEntity();
    if (entity != null && operation.location() != null) {
      response.getHeaders().putSingle("Location", Properties.fill(operation.location(), entity));
    }
    if (entity != null && operation.etag() != null) {
      response
          .getHeaders()
          .putSingle("ETag", "\"" + Properties.of(entity, operation.etag()) + "\"");
    }
    if (operation.stream() != null && !scope.positions.isEmpty()) {
      response.getHeaders().putSingle("Stream-Position", position(scope.positions));
    }
  }

  /**
   * {@code topic;epoch=…;seq=…}, the topic as the viewer subscribes to it; several are separated by
   * commas.
   */
  private static String position(Map<LogKey, Position> positions) {
    return positions.entrySet().stream()
        .map(
            e ->
                "%s;epoch=%s;seq=%d"
                    .formatted(e.getKey().topic(), e.getValue().epoch(), e.getValue().seq()))
        .collect(Collectors.joining(", "));
  }
}
