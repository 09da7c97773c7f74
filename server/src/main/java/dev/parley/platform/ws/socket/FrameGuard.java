package dev.parley.platform.ws.socket;

import java.nio.ByteBuffer;
import org.glassfish.tyrus.spi.ReadHandler;

/**
 * Looks at the headers of incoming frames before Tyrus buffers a byte of them: a message over the
 * limit or a binary one is refused when its header arrives, and frames of every kind are counted.
 * Called by one thread at a time, as Grizzly reads a connection.
 */
final class FrameGuard implements ReadHandler {
  private static final int TOO_BIG = 1009;
  private static final int UNACCEPTABLE = 1003;
  private static final int FLOOD = 4429;
  private static final int CLOSE = 8;
  private static final int MAX_HEADER = 14;

  private final ReadHandler next;
  private final int maxMessage;
  private final Peer peer;
  private final byte[] header = new byte[MAX_HEADER];
  private int headerLength;
  private long payloadLeft;
  private long message;
  private boolean refused;

  FrameGuard(ReadHandler next, int maxMessage, Peer peer) {
    this.next = next;
    this.maxMessage = maxMessage;
    this.peer = peer;
  }

  @Override
  public void handle(ByteBuffer data) {
    inspect(data.duplicate());
    if (!refused) {
      next.handle(data);
    }
  }

  private void inspect(ByteBuffer data) {
    while (data.hasRemaining()) {
      if (payloadLeft > 0) {
        int skipped = (int) Math.min(payloadLeft, data.remaining());
        data.position(data.position() + skipped);
        payloadLeft -= skipped;
      } else {
        header[headerLength++] = data.get();
        if (headerLength == headerSize()) {
          frame();
          headerLength = 0;
        }
      }
    }
  }

  private int headerSize() {
    if (headerLength < 2) {
      return 2;
    }
    int mask = (header[1] & 0x80) == 0 ? 0 : 4;
    return switch (header[1] & 0x7F) {
      case 126 -> 4 + mask;
      case 127 -> 10 + mask;
      default -> 2 + mask;
    };
  }

  private void frame() {
    int opcode = header[0] & 0x0F;
    payloadLeft = payloadLength();
    if (refused) {
      if (opcode == CLOSE) {
        peer.left();
      }
      return;
    }
    boolean control = opcode >= 8;
    if (!control) {
      boolean first = opcode != 0;
      message = (first ? 0 : message) + payloadLeft;
    }
    if (!peer.frame()) {
      refuse(FLOOD, "Too many frames");
    } else if (opcode == 2) {
      refuse(UNACCEPTABLE, "Frames are text");
    } else if (!control && (message > maxMessage || payloadLeft < 0)) {
      refuse(TOO_BIG, "A frame has at most " + maxMessage + " bytes");
    }
  }

  private long payloadLength() {
    int length = header[1] & 0x7F;
    int extra = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (extra == 0) {
      return length;
    }
    long value = 0;
    for (int i = 0; i < extra; i++) {
      value = (value << 8) | (header[2 + i] & 0xFF);
    }
    return value;
  }

  private void refuse(int code, String reason) {
    refused = true;
    peer.refused(code, reason);
  }

  /** The socket the frames belong to. */
  interface Peer {
    /** A frame of any kind begins; false if there are too many. */
    boolean frame();

    /** Nothing more is read; the socket is to be closed. */
    void refused(int code, String reason);

    /** A client that was refused has closed on its part. */
    void left();
  }
}
