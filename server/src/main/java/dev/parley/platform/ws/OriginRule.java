package dev.parley.platform.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.platform.error.ErrorCode;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.glassfish.grizzly.http.HttpRequestPacket;

/**
 * Which web pages may open sockets: those of the server itself and those of the listed origins.
 * Programs send no {@code Origin} and pass. A page elsewhere could otherwise use the visitor's
 * cookies.
 */
final class OriginRule implements Function<HttpRequestPacket, Optional<String>> {
  private final Set<String> origins;
  private final ObjectMapper json;
  private final InstantSource clock;

  OriginRule(List<String> origins, ObjectMapper json, InstantSource clock) {
    this.origins = Set.copyOf(origins);
    this.json = json;
    this.clock = clock;
  }

  @Override
  public Optional<String> apply(HttpRequestPacket request) {
    String origin = request.getHeader("Origin");
    return origin == null || allowed(origin, request.getHeader("Host"))
        ? Optional.empty()
        : Optional.of(problem(request.getRequestURI()));
  }

  boolean allowed(String origin, String host) {
    return origins.contains(origin)
        || origin.equals("http://" + host)
        || origin.equals("https://" + host);
  }

  private String problem(String path) {
    ErrorCode code = ErrorCode.PERMISSION_DENIED;
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", "urn:parley:problem:permission-denied");
    document.put("title", code.title());
    document.put("status", code.status());
    document.put("detail", "Pages of this origin may not open sockets here");
    document.put("instance", path);
    document.put("code", code.name());
    document.put("traceId", UUID.randomUUID().toString().replace("-", ""));
    document.put("timestamp", clock.instant().toString());
    try {
      return json.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
