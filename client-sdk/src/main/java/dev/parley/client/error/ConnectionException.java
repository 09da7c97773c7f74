package dev.parley.client.error;

import org.jspecify.annotations.Nullable;

/**
 * No answer came: the server was not reached, the connection broke, or the time was up. Whether the
 * server did what was asked is not known.
 */
public class ConnectionException extends ParleyException {
  private static final long serialVersionUID = 1L;

  /** A call without an answer. */
  public ConnectionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
