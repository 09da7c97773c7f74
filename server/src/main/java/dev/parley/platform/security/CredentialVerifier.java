package dev.parley.platform.security;

import java.util.Optional;
import java.util.UUID;

/**
 * Tells who a credential stands for, without a database call for each question. The one place
 * credentials are checked (T03), for REST and WebSocket alike (M07). Implementations are
 * thread-safe.
 */
@FunctionalInterface
public interface CredentialVerifier {
  /**
   * The identity behind a credential that holds and has not been revoked; anything else is an
   * AUTH_FAILED error that does not say which check failed.
   *
   * @param deviceId what the request names; a token that is bound to a device is refused to
   *     another. A request that names none passes: the device is proven at each refresh
   */
  Principal verify(Credential credential, Optional<String> deviceId);

  /**
   * The session or key to which a credential belongs that was refused: it is over, was revoked, or
   * is used on another device. Empty for one that never was any.
   */
  default Optional<UUID> holder(Credential refused) {
    return Optional.empty();
  }
}
