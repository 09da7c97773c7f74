package dev.parley.platform.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The random number a device made for itself; tokens are bound to its fingerprint. */
public final class DeviceId {
  /** The request header an SDK sends it in. */
  public static final String HEADER = "X-Device-Id";

  private DeviceId() {}

  /** The SHA-256 of a device id, base64url without padding: the {@code fp} of a token. */
  public static String fingerprint(String deviceId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(deviceId.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java has SHA-256", missing);
    }
  }
}
