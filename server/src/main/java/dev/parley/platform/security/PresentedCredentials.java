package dev.parley.platform.security;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The headers in which a request says on whose behalf it comes: the one place that knows them, for
 * REST and for the handshake of a socket (M07). Read when asked, since a public operation takes a
 * caller whatever these say. Prints nothing of them.
 *
 * @param authorization values of {@code Authorization}
 * @param apiKeys values of {@code X-Api-Key}
 * @param deviceIds values of {@code X-Device-Id}
 */
public record PresentedCredentials(
    List<String> authorization, List<String> apiKeys, List<String> deviceIds) {
  private static final String BEARER = "Bearer ";

  public PresentedCredentials {
    authorization = List.copyOf(authorization);
    apiKeys = List.copyOf(apiKeys);
    deviceIds = List.copyOf(deviceIds);
  }

  /**
   * @param headers the values of a header by its name in any case; none for one that is not there
   */
  public static PresentedCredentials of(Function<String, List<String>> headers) {
    return new PresentedCredentials(
        headers.apply("Authorization"), headers.apply("X-Api-Key"), headers.apply(DeviceId.HEADER));
  }

  /**
   * The credential that the request presents, whichever way; empty without any.
   *
   * @throws AppException CREDENTIALS_CONFLICT for two that differ, AUTH_FAILED for an {@code
   *     Authorization} that is not one Bearer token
   */
  public Optional<Credential> credential() {
    return credential(Optional.empty());
  }

  /**
   * As {@link #credential()}, with what came beside the headers: the address of a handshake may
   * carry a credential too, and then is one way among the others.
   */
  public Optional<Credential> credential(Optional<Credential> beside) {
    Set<Credential> all = new LinkedHashSet<>();
    beside.ifPresent(all::add);
    if (!authorization.isEmpty()) {
      all.add(new Credential.AccessToken(bearer()));
    }
    apiKeys.forEach(key -> all.add(new Credential.ApiKey(key.strip())));
    if (all.size() > 1) {
      throw new AppException(
          ErrorCode.CREDENTIALS_CONFLICT,
          "The request presents different credentials; send one of them");
    }
    return all.stream().findFirst();
  }

  /** The device that the request names. */
  public Optional<String> deviceId() {
    return deviceIds.stream().findFirst();
  }

  private String bearer() {
    String value = authorization.get(0);
    if (authorization.size() > 1 || !value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw new AppException(
          ErrorCode.AUTH_FAILED, "The Authorization header must be one Bearer token");
    }
    return value.substring(BEARER.length()).strip();
  }

  @Override
  public String toString() {
    return "PresentedCredentials[]";
  }
}
