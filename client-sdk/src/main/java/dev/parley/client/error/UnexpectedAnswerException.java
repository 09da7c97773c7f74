package dev.parley.client.error;

import org.jspecify.annotations.Nullable;

/** The server answered with something that the contract does not know. */
public final class UnexpectedAnswerException extends ParleyException {
  private static final long serialVersionUID = 1L;

  /** An answer that cannot be read. */
  public UnexpectedAnswerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
