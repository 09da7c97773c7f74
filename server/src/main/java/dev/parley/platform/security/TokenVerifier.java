package dev.parley.platform.security;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.util.Optional;

/**
 * Tells who an access token stands for, without a database call. The one place tokens are checked
 * (T03), for REST and WebSocket alike (M07). Implementations are thread-safe.
 */
@FunctionalInterface
public interface TokenVerifier {
  /**
   * The identity in a token whose signature, issuer, audience and times hold and whose session has
   * not ended; anything else is an AUTH_FAILED error that does not say which check failed.
   */
  Principal verify(String token);

  /**
   * As {@link #verify(String)}; a token bound to a device is refused when the request names another
   * one. A request that names none passes: the device is proven at each refresh.
   */
  default Principal verify(String token, Optional<String> deviceId) {
    Principal principal = verify(token);
    boolean foreign =
        principal.fp() != null
            && deviceId.isPresent()
            && !principal.fp().equals(DeviceId.fingerprint(deviceId.get()));
    if (foreign) {
      throw new AppException(ErrorCode.AUTH_FAILED, "The token belongs to another device");
    }
    return principal;
  }
}
