package dev.parley.client.error;

import org.jspecify.annotations.Nullable;

/**
 * A call that did not succeed. {@link ApiException} is the server's refusal, {@link
 * ConnectionException} the lack of an answer, {@link SignedOutException} the lack of credentials,
 * {@link UnexpectedAnswerException} an answer outside the contract.
 */
public abstract class ParleyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For what goes wrong; a library over this one may add its own. */
  protected ParleyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
