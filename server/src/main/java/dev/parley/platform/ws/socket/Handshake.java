package dev.parley.platform.ws.socket;

import dev.parley.platform.security.Credential;
import dev.parley.platform.security.PresentedCredentials;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glassfish.tyrus.spi.UpgradeRequest;

/**
 * What a client said when it asked for a socket. Its {@code toString} shows no secret.
 *
 * @param path as asked for
 * @param presented the headers that say on whose behalf
 * @param queryToken the {@code token} parameter, which two dialects allow
 * @param queryTicket the {@code ticket} parameter, which all but the dialects allow
 * @param remoteAddress of the client, which a trusted proxy may have told
 */
public record Handshake(
    String path,
    PresentedCredentials presented,
    Optional<String> queryToken,
    Optional<String> queryTicket,
    String remoteAddress) {

  static Handshake of(
      UpgradeRequest request, PresentedCredentials presented, String remoteAddress) {
    return new Handshake(
        request.getRequestURI().getPath(),
        presented,
        parameter(request.getParameterMap(), "token"),
        parameter(request.getParameterMap(), "ticket"),
        remoteAddress);
  }

  /**
   * The one credential that came along; empty without any.
   *
   * @param withQueryToken whether {@code token} counts
   * @param withTicket whether {@code ticket} counts
   * @throws dev.parley.platform.error.AppException as {@link PresentedCredentials#credential()}
   */
  public Optional<Credential> credential(boolean withQueryToken, boolean withTicket) {
    Optional<Credential> ticket =
        withTicket ? queryTicket.map(Credential.Ticket::new) : Optional.empty();
    Optional<Credential> token =
        withQueryToken ? queryToken.map(Credential.AccessToken::new) : Optional.empty();
    // No path takes both.
    return presented.credential(ticket.or(() -> token));
  }

  /** The device that the client named. */
  public Optional<String> deviceId() {
    return presented.deviceId();
  }

  private static Optional<String> parameter(Map<String, List<String>> parameters, String name) {
    return Optional.ofNullable(parameters.get(name))
        .flatMap(values -> values.stream().findFirst())
        .filter(value -> !value.isEmpty());
  }

  @Override
  public String toString() {
    return path + " from " + remoteAddress;
  }
}
