package dev.parley.platform.http;

import java.util.List;
import java.util.Set;
import org.glassfish.grizzly.http.Method;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/** Which web pages may call, with credentials (F01). Immutable. */
final class Cors {
  private static final String METHODS = "GET, POST, PUT, PATCH, DELETE";
  private static final String HEADERS =
      "Authorization, Content-Type, Idempotency-Key, If-Match, X-Api-Key, X-Device-Id, traceparent";
  private static final String EXPOSED =
      "ETag, Location, RateLimit, RateLimit-Policy, Retry-After, Stream-Position, X-Request-Id";

  private final Set<String> origins;

  Cors(List<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  void headers(Request request, Response response) {
    if (origins.isEmpty()) {
      return;
    }
    response.setHeader("Vary", "Origin");
    String origin = request.getHeader("Origin");
    if (origin != null && origins.contains(origin)) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Credentials", "true");
      response.setHeader("Access-Control-Expose-Headers", EXPOSED);
    }
  }

  /**
   * Answers a preflight; one from an origin that may not call goes without the headers that would
   * allow it.
   */
  boolean answered(Request request, Response response) {
    if (!request.getMethod().equals(Method.OPTIONS)
        || request.getHeader("Access-Control-Request-Method") == null) {
      return false;
    }
    String origin = request.getHeader("Origin");
    if (origin != null && origins.contains(origin)) {
      response.setHeader("Access-Control-Allow-Methods", METHODS);
      response.setHeader("Access-Control-Allow-Headers", HEADERS);
      response.setHeader("Access-Control-Max-Age", "600");
    }
    response.setStatus(204);
    return true;
  }
}
