package dev.parley.client;

import dev.parley.client.model.TokenPair;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The tokens of a client. However many threads ask, one request at a time gets the next pair.
 * Thread-safe.
 */
public interface Tokens {

  /**
   * An access token that is good for a while yet; gets the next one where the present one is about
   * to end.
   *
   * @return fails with {@link dev.parley.client.error.SignedOutException} if there is no way to one
   */
  CompletableFuture<String> access();

  /**
   * An access token other than {@code refused}, which the server did not accept or is about to let
   * expire.
   */
  CompletableFuture<String> renew(String refused);

  /** Goes on with the tokens of another session, such as the one a change of password opens. */
  void adopt(TokenPair pair);

  /** When the present access token ends; empty if that is not known. */
  Optional<Instant> expiresAt();

  /** The refresh token, for a client to be built later; it changes with every renewal. */
  Optional<String> refreshToken();

  /** What {@code X-Device-Id} says; a refresh token is good together with this alone. */
  Optional<String> deviceId();
}
