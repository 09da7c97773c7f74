package dev.parley.platform.ws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import dev.parley.platform.error.ProblemDocument;
import dev.parley.platform.security.OriginRule;
import dev.parley.platform.security.PresentedCredentials;
import dev.parley.platform.ws.socket.UpgradeRefusal;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.glassfish.grizzly.http.HttpRequestPacket;
import org.glassfish.grizzly.http.Protocol;

/** Answers requests for WebSockets that break a rule, before Tyrus sees them. Thread-safe. */
final class UpgradeRules implements Function<HttpRequestPacket, Optional<UpgradeRefusal>> {
  private final HandshakeRules handshake;
  private final OriginRule origins;
  private final ObjectMapper json;
  private final InstantSource clock;

  UpgradeRules(
      HandshakeRules handshake, OriginRule origins, ObjectMapper json, InstantSource clock) {
    this.handshake = handshake;
    this.origins = origins;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public Optional<UpgradeRefusal> apply(HttpRequestPacket request) {
    try {
      Packet packet = new Packet(request);
      handshake.check(packet);
      checkOrigin(request, PresentedCredentials.of(packet::headers));
      return Optional.empty();
    } catch (AppException broken) {
      return Optional.of(refusal(request, broken));
    }
  }

  /** A browser sends the visitor's cookies for any page, and always says which. */
  private void checkOrigin(HttpRequestPacket request, PresentedCredentials presented) {
    String origin = request.getHeader("Origin");
    String host = request.getHeader("Host");
    boolean served =
        presented.byCookieAlone()
            ? origins.mayHaveCookies(origin, host)
            : origin == null || origins.serves(origin, host);
    if (!served) {
      throw new AppException(
          ErrorCode.PERMISSION_DENIED, "Pages of this origin may not open sockets here");
    }
  }

  private UpgradeRefusal refusal(HttpRequestPacket request, AppException broken) {
    ErrorCode code = broken.code();
    String traceId = UUID.randomUUID().toString().replace("-", "");
    Map<String, Object> document =
        ProblemDocument.of(broken, request.getRequestURI(), traceId, clock);
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Request-Id", traceId);
    headers.put("Cache-Control", "no-store");
    headers.put("Sec-WebSocket-Version", HandshakeRules.VERSION);
    if (code == ErrorCode.METHOD_NOT_ALLOWED) {
      headers.put("Allow", "GET");
    }
    try {
      return new UpgradeRefusal(code.status(), headers, json.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Packet(HttpRequestPacket request) implements HandshakeRules.Asked {
    @Override
    public String method() {
      return request.getMethod().getMethodString();
    }

    @Override
    public String query() {
      String query = request.getQueryString();
      return query == null ? "" : query;
    }

    @Override
    public boolean hasBody() {
      return request.getContentLength() > 0 || request.isChunked();
    }

    @Override
    public boolean http11() {
      return request.getProtocol() == Protocol.HTTP_1_1;
    }

    @Override
    public List<String> headers(String name) {
      return StreamSupport.stream(request.getHeaders().values(name).spliterator(), false).toList();
    }
  }
}
