package dev.parley.auth.oauth;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What a client shows of itself (RFC 6749, 2.3.1). Prints without the secret. */
public record ClientCredentials(String id, String secret) {
  private static final String BASIC = "basic ";

  public ClientCredentials {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(secret, "secret");
  }

  /**
   * The credentials of a request; none where it has none, or an empty pair or just a name, which
   * tools send for want of any.
   *
   * @param authorization every {@code Authorization} header
   * @param id {@code client_id} of the form
   * @param secret {@code client_secret} of the form
   * @throws AppException INVALID_CLIENT, or MALFORMED_REQUEST for two kinds at once
   */
  public static Optional<ClientCredentials> of(
      List<String> authorization, Optional<String> id, Optional<String> secret) {
    if (authorization.isEmpty()) {
      return secret.map(shown -> new ClientCredentials(id.orElse(""), shown));
    }
    ClientCredentials basic = basic(authorization);
    boolean same = id.isEmpty() || id.get().equals(basic.id());
    if (secret.isPresent() || !same) {
      throw new AppException(
          ErrorCode.MALFORMED_REQUEST,
          "Client credentials must come by HTTP Basic or in the form, found both");
    }
    return basic.id().isEmpty() && basic.secret().isEmpty() ? Optional.empty() : Optional.of(basic);
  }

  private static ClientCredentials basic(List<String> authorization) {
    String header = authorization.get(0);
    if (authorization.size() > 1 || !header.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      throw refused("The Authorization header must be one of HTTP Basic");
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
      String pair = new String(bytes, StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon >= 0) {
        return new ClientCredentials(
            decoded(pair.substring(0, colon)), decoded(pair.substring(colon + 1)));
      }
    } catch (IllegalArgumentException broken) {
      // Neither Base64 nor percent escapes: told as what it is not, and without its text.
    }
    throw refused("The Authorization header is not of HTTP Basic");
  }

  /** Both parts are encoded like a form's. */
  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static AppException refused(String detail) {
    return new AppException(ErrorCode.INVALID_CLIENT, detail);
  }

  @Override
  public String toString() {
    return "ClientCredentials[" + id + "]";
  }
}
