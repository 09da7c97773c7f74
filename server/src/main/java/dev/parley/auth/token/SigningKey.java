package dev.parley.auth.token;

import dev.parley.auth.domain.KeySchedule.KeyTimes;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;

/** A pair of RSA keys and when it signs. Prints without the keys. */
public record SigningKey(KeyTimes times, RSAPublicKey publicKey, RSAPrivateCrtKey privateKey) {
  public String kid() {
    return times.kid();
  }

  @Override
  public String toString() {
    return times.toString();
  }
}
