package dev.parley.platform.ws;

import java.nio.charset.StandardCharsets;

/** The close codes of the contract, besides those a codec has for refused credentials. */
final class CloseCodes {
  static final int GOING_AWAY = 1001;
  static final int SILENT = 4408;
  static final int TOO_SLOW = 4413;
  static final int TOO_MANY = 4429;

  /** A control frame holds 125 bytes, two of them the code. */
  private static final int MAX_REASON = 123;

  private CloseCodes() {}

  /** The reason, cut to what a close frame can carry. */
  static String fit(String reason) {
    String cut = reason;
    while (cut.getBytes(StandardCharsets.UTF_8).length > MAX_REASON) {
      cut = cut.substring(0, cut.offsetByCodePoints(cut.length(), -1));
    }
    return cut;
  }
}
