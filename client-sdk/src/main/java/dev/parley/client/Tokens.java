package dev.parley.client;

import dev.parley.client.model.TokenPair;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a client shows the server, mostly access tokens. However many threads ask, one request at a
 * time gets the next one. Thread-safe.
 */
public interface Tokens {

  /**
   * An access token that is good for a while yet; gets the next one where the present one is about
   * to end. The key, for a client that has an API key.
   *
   * @return fails with {@link dev.parley.client.error.SignedOutException} if there is no way to one
   */
  CompletableFuture<String> access();

  /**
   * An access token other than {@code refused}, which the server did not accept or is about to let
   * expire.
   *
   * @return fails with {@link dev.parley.client.error.SignedOutException} if there is none
   */
  CompletableFuture<String> renew(String refused);

  /** Whether there may be another one when the present one is refused; not so for an API key. */
  default boolean areRenewable() {
    return true;
  }

  /** The headers that show the server what {@link #access()} or {@link #renew} answered. */
  default Map<String, String> headers(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  /**
   * Goes on with the tokens of another session, such as the one a change of password opens. Clients
   * that have no session (an API key, a source of the caller's) pass it over.
   */
  default void adopt(TokenPair pair) {}

  /** When the present access token ends; empty if that is not known. */
  default Optional<Instant> expiresAt() {
    return Optional.empty();
  }

  /**
   * The refresh token, for a client to be built later; it changes with every renewal, so a {@link
   * TokenStore} keeps it better. Empty for a client that has no session.
   */
  default Optional<String> refreshToken() {
    return Optional.empty();
  }

  /** What {@code X-Device-Id} says; a refresh token is good together with this alone. */
  default Optional<String> deviceId() {
    return Optional.empty();
  }
}
