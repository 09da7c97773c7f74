package dev.parley.platform.ws.socket;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glassfish.tyrus.core.RequestContext;
import org.glassfish.tyrus.spi.UpgradeRequest;

/**
 * What a client said when it asked for a socket. Its {@code toString} shows no secret.
 *
 * @param path as asked for
 * @param bearer the token of the {@code Authorization} header
 * @param queryToken the {@code token} parameter, which two dialects allow
 * @param deviceId the {@code X-Device-Id} header
 */
public record Handshake(
    String path,
    Optional<String> bearer,
    Optional<String> queryToken,
    Optional<String> deviceId,
    String remoteAddress) {
  private static final String BEARER = "Bearer ";

  static Handshake of(UpgradeRequest request) {
    return new Handshake(
        request.getRequestURI().getPath(),
        Optional.ofNullable(request.getHeader("Authorization"))
            .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .map(value -> value.substring(BEARER.length()).strip()),
        parameter(request.getParameterMap(), "token"),
        Optional.ofNullable(request.getHeader("X-Device-Id")),
        address(request));
  }

  private static Optional<String> parameter(Map<String, List<String>> parameters, String name) {
    return Optional.ofNullable(parameters.get(name))
        .flatMap(values -> values.stream().findFirst())
        .filter(value -> !value.isEmpty());
  }

  private static String address(UpgradeRequest request) {
    String known = request instanceof RequestContext context ? context.getRemoteAddr() : null;
    return known == null ? "unknown" : known;
  }

  @Override
  public String toString() {
    return path + " from " + remoteAddress;
  }
}
