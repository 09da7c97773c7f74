package dev.parley.client.error;

import org.jspecify.annotations.Nullable;

/** No answer came in time. */
public final class CallTimeoutException extends ConnectionException {
  private static final long serialVersionUID = 1L;

  /** A call whose time is up. */
  public CallTimeoutException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
