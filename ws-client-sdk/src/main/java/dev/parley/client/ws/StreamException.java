package dev.parley.client.ws;

import dev.parley.client.error.ParleyException;
import org.jspecify.annotations.Nullable;

/** A stream that does not work. */
public class StreamException extends ParleyException {
  private static final long serialVersionUID = 1L;

  /** What does not work, and why. */
  public StreamException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
