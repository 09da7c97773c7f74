package dev.parley.platform.ws.socket;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connection below a socket. */
public interface Wire {
  /**
   * Writes without blocking; one write at a time.
   *
   * @param done called once, maybe before this returns: with null when the bytes have been taken by
   *     the operating system, else with the failure
   */
  void write(ByteBuffer bytes, Consumer<@Nullable Throwable> done);

  /** Whether the connection is gone. */
  boolean isClosed();

  /** Ends the connection at once, whatever is unsent. Idempotent. */
  void terminate();

  /**
   * Resets the connection: what the operating system still holds for a client that does not read is
   * forgotten too, instead of being kept for as long as that client likes. Idempotent.
   */
  void abort();
}
