package dev.parley.platform.ws.socket;

import java.nio.ByteBuffer;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Writer;

/**
 * What Tyrus writes itself (pongs, close frames) goes through the socket's bounded queue like
 * everything else, so a client that pings and never reads piles nothing up.
 */
final class QueuedWriter extends Writer {
  private static final int CLOSE_OPCODE = 0x8;

  private final Upgrade upgrade;

  QueuedWriter(Upgrade upgrade) {
    this.upgrade = upgrade;
  }

  @Override
  public void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler) {
    byte[] frame = new byte[buffer.remaining()];
    buffer.get(frame);
    Outbound outbound = upgrade.owner().outbound();
    if (outbound == null) {
      handler.failed(new IllegalStateException("The socket is not open yet"));
      return;
    }
    if ((frame[0] & 0x0F) == CLOSE_OPCODE) {
      outbound.seal();
      outbound.sendLast(frame);
    } else {
      outbound.send(frame);
    }
    handler.completed(buffer);
  }

  @Override
  public void close() {
    Outbound outbound = upgrade.owner().outbound();
    if (outbound == null) {
      upgrade.wire().terminate();
    } else {
      outbound.terminateWhenEmpty();
    }
  }
}
