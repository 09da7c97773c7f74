package dev.parley.platform.ws.socket;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.WriteResult;
import org.glassfish.grizzly.memory.Buffers;
import org.glassfish.grizzly.nio.transport.TCPNIOConnection;
import org.glassfish.grizzly.utils.IdleTimeoutFilter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Grizzly connection that has left HTTP behind. */
@SuppressWarnings("rawtypes") // Grizzly hands out raw connections
final class GrizzlyWire implements Wire {
  private static final Logger LOG = LoggerFactory.getLogger(GrizzlyWire.class);

  /**
   * What the kernel may hold for a client that does not read; more would hide a slow reader from
   * its queue for long.
   */
  private static final int SEND_BUFFER = 64 * 1024;

  private final Connection connection;

  GrizzlyWire(Connection connection) {
    this.connection = connection;
    connection.configureBlocking(false);
    // HTTP's patience with idle connections ends here: sockets have heartbeats.
    IdleTimeoutFilter.setCustomTimeout(
        connection, IdleTimeoutFilter.FOREVER, TimeUnit.MILLISECONDS);
    capSendBuffer(connection);
  }

  private static void capSendBuffer(Connection connection) {
    set(connection, StandardSocketOptions.SO_SNDBUF, SEND_BUFFER);
  }

  private static void set(Connection connection, SocketOption<Integer> option, int value) {
    if (connection instanceof TCPNIOConnection tcp
        && tcp.getChannel() instanceof SocketChannel channel) {
      try {
        channel.setOption(option, value);
      } catch (IOException e) {
        // Only a connection that has just gone refuses this; its close is on the way.
        LOG.debug("{} of {} left as it is: {}", option, connection, e.getMessage());
      }
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public void write(ByteBuffer bytes, Consumer<@Nullable Throwable> done) {
    if (!connection.isOpen()) {
      done.accept(new IOException("The connection is closed"));
      return;
    }
    Buffer buffer = Buffers.wrap(connection.getTransport().getMemoryManager(), bytes);
    connection.write(
        buffer,
        new EmptyCompletionHandler<WriteResult>() {
          @Override
          public void completed(WriteResult result) {
            done.accept(null);
          }

          @Override
          public void failed(Throwable failure) {
            done.accept(failure);
          }

          @Override
          public void cancelled() {
            done.accept(new IOException("The write was cancelled"));
          }
        });
  }

  @Override
  public boolean isClosed() {
    return !connection.isOpen();
  }

  @Override
  public void terminate() {
    connection.terminateSilently();
  }

  @Override
  public void abort() {
    set(connection, StandardSocketOptions.SO_LINGER, 0);
    connection.terminateSilently();
  }
}
