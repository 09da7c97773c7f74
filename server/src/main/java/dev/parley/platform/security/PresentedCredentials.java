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
 * @param cookies lines of {@code Cookie}
 */
public record PresentedCredentials(
    List<String> authorization,
    List<String> apiKeys,
    List<String> deviceIds,
    List<String> cookies) {
  /** Of a request that presents nothing. */
  public static final PresentedCredentials NONE = of(header -> List.of());

  private static final String BEARER = "Bearer ";

  public PresentedCredentials {
    authorization = List.copyOf(authorization);
    apiKeys = List.copyOf(apiKeys);
    deviceIds = List.copyOf(deviceIds);
    cookies = List.copyOf(cookies);
  }

  /**
   * @param headers the values of a header by its name in any case; none for one that is not there
   */
  public static PresentedCredentials of(Function<String, List<String>> headers) {
    return new PresentedCredentials(
        headers.apply("Authorization"),
        headers.apply("X-Api-Key"),
        headers.apply(DeviceId.HEADER),
        headers.apply("Cookie"));
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
    cookie(Cookies.ACCESS).forEach(token -> all.add(new Credential.AccessToken(token)));
    return one(all, "credentials");
  }

  /**
   * Whether nothing but cookies says who asks: a browser sends them by itself, whichever page made
   * it ask.
   */
  public boolean byCookieAlone() {
    return authorization.isEmpty() && apiKeys.isEmpty() && !cookie(Cookies.ACCESS).isEmpty();
  }

  /** Whether tokens came in cookies, good or not. */
  public boolean hasCookies() {
    return !cookie(Cookies.ACCESS).isEmpty() || !cookie(Cookies.REFRESH).isEmpty();
  }

  /** The values of a cookie. */
  public List<String> cookie(String name) {
    return Cookies.values(cookies, name);
  }

  /**
   * The device that the request names.
   *
   * @throws AppException CREDENTIALS_CONFLICT for two that differ
   */
  public Optional<String> deviceId() {
    Set<String> all = new LinkedHashSet<>(deviceIds);
    all.addAll(cookie(Cookies.DEVICE));
    return one(all, "device ids");
  }

  private static <T> Optional<T> one(Set<T> all, String things) {
    if (all.size() > 1) {
      throw new AppException(
          ErrorCode.CREDENTIALS_CONFLICT,
          "The request presents different " + things + "; send one of them");
    }
    return all.stream().findFirst();
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
