package dev.parley.client.error;

import org.jspecify.annotations.Nullable;

/**
 * There is no access token and no way to get one: no credentials were given, or the server refuses
 * them. Final for the client that throws it; the cause is the refusal, if there was one.
 */
public final class SignedOutException extends ParleyException {
  private static final long serialVersionUID = 1L;

  /** A client that cannot sign in. */
  public SignedOutException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
