package dev.parley.platform.security;

import java.time.Duration;
import java.util.Optional;

/**
 * The cookies of the page that calls, on the thread of a request. A request that is no page's, or
 * comes over an open line, gets none. Thread-safe.
 */
public interface PageCookies {
  /**
   * The device that tokens are to be bound to: the one that the request names in {@code
   * X-Device-Id} or by cookie; for a page that names none a new one, which it is given.
   */
  Optional<String> deviceId();

  /** Gives the page its tokens; a program gets them by the answer's body alone. */
  void keep(String accessToken, Duration life, String refreshToken, Duration refreshLife);

  /** Takes away whatever tokens the caller has in cookies. */
  void drop();
}
