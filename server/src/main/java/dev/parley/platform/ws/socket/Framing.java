package dev.parley.platform.ws.socket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Server frames as RFC 6455 section 5.2 has them: final, unmasked, no extensions. */
public final class Framing {
  private static final int TEXT = 0x81;
  private static final int PING = 0x89;
  private static final int SHORT_LENGTH = 126;
  private static final int LONG_LENGTH = 127;
  private static final int MAX_HEADER = 10;

  private Framing() {}

  /** A text frame, to be shared by all sockets it goes to. */
  public static byte[] text(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(payload.length + MAX_HEADER);
    frame.put((byte) TEXT);
    if (payload.length < SHORT_LENGTH) {
      frame.put((byte) payload.length);
    } else if (payload.length <= 0xFFFF) {
      frame.put((byte) SHORT_LENGTH).putShort((short) payload.length);
    } else {
      frame.put((byte) LONG_LENGTH).putLong(payload.length);
    }
    frame.put(payload).flip();
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }

  /** A ping without payload, which every client library answers by itself. */
  public static byte[] ping() {
    return new byte[] {(byte) PING, 0};
  }
}
