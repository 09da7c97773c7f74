package dev.parley.platform.http;

import dev.parley.platform.security.Cookies;
import dev.parley.platform.security.PageCookies;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** Notes the cookies for the answer of the request that the present thread serves. */
final class AnsweredCookies implements PageCookies {
  private static final int DEVICE_BYTES = 16;

  /** No browser keeps a cookie longer; it begins anew whenever tokens are given. */
  private static final Duration DEVICE_LIFE = Duration.ofDays(400);

  private final SecureRandom random = new SecureRandom();

  @Override
  public Optional<String> deviceId() {
    RequestScope scope = RequestScope.current();
    Optional<String> named = scope.credentials.deviceId();
    if (named.isEmpty() && scope.page) {
      byte[] made = new byte[DEVICE_BYTES];
      random.nextBytes(made);
      named = Optional.of(HexFormat.of().formatHex(made));
      give(scope, named.get());
    }
    return named;
  }

  @Override
  public void keep(String accessToken, Duration life, String refreshToken, Duration refreshLife) {
    RequestScope scope = RequestScope.current();
    if (scope.page) {
      scope.cookies.put(Cookies.ACCESS, Cookies.line(Cookies.ACCESS, accessToken, life));
      scope.cookies.put(Cookies.REFRESH, Cookies.line(Cookies.REFRESH, refreshToken, refreshLife));
      scope.credentials.deviceId().ifPresent(device -> give(scope, device));
    }
  }

  @Override
  public void drop() {
    RequestScope scope = RequestScope.current();
    if (scope.credentials.hasCookies()) {
      scope.cookies.put(Cookies.ACCESS, Cookies.line(Cookies.ACCESS, "", Duration.ZERO));
      scope.cookies.put(Cookies.REFRESH, Cookies.line(Cookies.REFRESH, "", Duration.ZERO));
    }
  }

  private static void give(RequestScope scope, String device) {
    scope.cookies.put(Cookies.DEVICE, Cookies.line(Cookies.DEVICE, device, DEVICE_LIFE));
  }
}
