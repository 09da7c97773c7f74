package dev.parley.platform.ws.socket;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.glassfish.tyrus.spi.ReadHandler;

/**
 * Looks at the headers of incoming frames before Tyrus buffers a byte of them: a message over the
 * limit, a binary one, or one that is not framed as RFC 6455, 5 has it is refused when its header
 * arrives, and frames of every kind are counted. (Tyrus takes frames without a mask.) Called by one
 * thread at a time, as Grizzly reads a connection.
 */
final class FrameGuard implements ReadHandler {
  private static final int PROTOCOL_ERROR = 1002;
  private static final int TOO_BIG = 1009;
  private static final int UNACCEPTABLE = 1003;
  private static final int FLOOD = 4429;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PONG = 10;
  private static final int MAX_CONTROL = 125;
  private static final int MAX_HEADER = 14;

  private final ReadHandler next;
  private final int maxMessage;
  private final Peer peer;
  private final byte[] header = new byte[MAX_HEADER];
  private int headerLength;
  private long payloadLeft;
  private long message;
  private boolean continued;
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
    boolean control = opcode >= CLOSE;
    Optional<String> fault = fault(opcode, control);
    if (!control) {
      boolean first = opcode != 0;
      message = (first ? 0 : message) + payloadLeft;
      continued = !isFinal();
    }
    if (!peer.frame()) {
      refuse(FLOOD, "Too many frames");
    } else if (fault.isPresent()) {
      refuse(PROTOCOL_ERROR, fault.get());
    } else if (opcode == BINARY) {
      refuse(UNACCEPTABLE, "Frames are text");
    } else if (!control && (message > maxMessage || payloadLeft < 0)) {
      refuse(TOO_BIG, "A frame has at most " + maxMessage + " bytes");
    }
  }

  private Optional<String> fault(int opcode, boolean control) {
    if ((header[1] & 0x80) == 0) {
      return Optional.of("Frames of a client are masked");
    }
    if ((header[0] & 0x70) != 0) {
      return Optional.of("No extension was agreed on that has a use for reserved bits");
    }
    if (opcode > PONG || (opcode > BINARY && !control)) {
      return Optional.of("There is no frame of this kind");
    }
    if (control) {
      boolean sound = isFinal() && payloadLeft >= 0 && payloadLeft <= MAX_CONTROL;
      boolean halfCode = opcode == CLOSE && payloadLeft == 1;
      return sound && !halfCode
          ? Optional.empty()
          : Optional.of("A control frame is short and in one piece");
    }
    return continued == (opcode == 0)
        ? Optional.empty()
        : Optional.of("The parts of a message follow each other");
  }

  private boolean isFinal() {
    return (header[0] & 0x80) != 0;
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
