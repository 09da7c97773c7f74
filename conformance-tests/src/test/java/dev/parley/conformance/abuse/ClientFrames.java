package dev.parley.conformance.abuse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of a client, RFC 6455 section 5.2, also such as no library would make. */
final class ClientFrames {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  private static final int FINAL = 0x80;
  private static final int MASKED = 0x80;
  private static final int SHORT_LENGTH = 126;
  private static final int LONG_LENGTH = 127;
  private static final int LONGEST_HEADER = 14;

  private ClientFrames() {}

  static byte[] text(String text) {
    return frame(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** One whole message, or control frame, of this kind. */
  static byte[] whole(int opcode, byte[] payload) {
    return frame(FINAL | opcode, payload);
  }

  /** A frame that says that more of its message follows. */
  static byte[] part(int opcode, byte[] payload) {
    return frame(opcode, payload);
  }

  /**
   * A frame masked with zeros, which leaves the payload as it is.
   *
   * @param first its first byte: the final bit, the reserved bits, the opcode
   */
  static byte[] frame(int first, byte[] payload) {
    ByteBuffer frame = header(first, MASKED, payload.length, payload.length);
    frame.putInt(0).put(payload);
    return bytes(frame);
  }

  /** A frame without the mask that clients owe. */
  static byte[] unmasked(int opcode, byte[] payload) {
    return bytes(header(FINAL | opcode, 0, payload.length, payload.length).put(payload));
  }

  /** The header of a frame that announces so many bytes, in the longest form. */
  static byte[] announced(int opcode, long length) {
    ByteBuffer frame = ByteBuffer.allocate(LONGEST_HEADER);
    frame.put((byte) (FINAL | opcode)).put((byte) (MASKED | LONG_LENGTH)).putLong(length).putInt(0);
    return bytes(frame);
  }

  private static ByteBuffer header(int first, int mask, int length, int room) {
    ByteBuffer frame = ByteBuffer.allocate(room + LONGEST_HEADER);
    frame.put((byte) first);
    if (length < SHORT_LENGTH) {
      frame.put((byte) (mask | length));
    } else if (length <= 0xFFFF) {
      frame.put((byte) (mask | SHORT_LENGTH)).putShort((short) length);
    } else {
      frame.put((byte) (mask | LONG_LENGTH)).putLong(length);
    }
    return frame;
  }

  private static byte[] bytes(ByteBuffer frame) {
    byte[] bytes = new byte[frame.flip().remaining()];
    frame.get(bytes);
    return bytes;
  }
}
