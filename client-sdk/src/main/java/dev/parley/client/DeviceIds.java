package dev.parley.client;

import java.security.SecureRandom;
import java.util.HexFormat;

/** What {@code X-Device-Id} may say. */
final class DeviceIds {
  private static final int BYTES = 16;

  private DeviceIds() {}

  static String check(String deviceId) {
    if (!deviceId.matches("[A-Za-z0-9_-]{22,64}")) {
      throw new IllegalArgumentException("deviceId must be 22 to 64 letters, digits, '-' or '_'");
    }
    return deviceId;
  }

  static String random() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
