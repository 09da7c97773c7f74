package dev.parley.platform.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.platform.contract.Operation;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Completes an answer as its contract says: the success status, {@code Location}, {@code ETag},
 * {@code Stream-Position} and the headers noted on the way in. Delegates return models alone.
 */
final class AnswerFilter implements ContainerResponseFilter {
  private final ObjectMapper json;

  AnswerFilter(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response)
      throws IOException {
    RequestScope scope = RequestScope.current();
    scope.headers.forEach(response.getHeaders()::putSingle);
    Operation operation = scope.operation;
    if (operation == null || response.getStatus() < 200 || response.getStatus() > 299) {
      return;
    }
    response.setStatus(operation.success());
    if (operation.cookies()) {
      scope.cookies.values().forEach(line -> response.getHeaders().add("Set-Cookie", line));
    }
    if (operation.oauthErrors()) {
      response.getHeaders().putSingle(OAuthErrors.PRAGMA, OAuthErrors.NO_CACHE);
    }
    Object entity = response.getEntity();
    if (entity != null && operation.location() != null) {
      response.getHeaders().putSingle("Location", Properties.fill(operation.location(), entity));
    }
    if (entity != null && operation.etag() != null) {
      response
          .getHeaders()
          .putSingle("ETag", "\"" + Properties.of(entity, operation.etag()) + "\"");
    }
    if (entity != null && operation.cache() != null) {
      cache(operation.cache(), entity, request, response);
    }
    if (operation.stream() != null && !scope.positions.isEmpty()) {
      response.getHeaders().putSingle("Stream-Position", position(scope.positions));
    }
  }

  /**
   * An answer that may be kept: named by its hash, and left out where the caller has it already.
   */
  private void cache(
      String control,
      Object entity,
      ContainerRequestContext request,
      ContainerResponseContext response)
      throws IOException {
    String tag = "\"" + Hashes.sha256("", json.writeValueAsBytes(entity)) + "\"";
    RequestScope.current().cacheControl.accept(control);
    response.getHeaders().putSingle("ETag", tag);
    String known = request.getHeaderString("If-None-Match");
    if (known != null && (known.contains(tag) || known.strip().equals("*"))) {
      response.setStatus(304);
      response.setEntity(null);
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
