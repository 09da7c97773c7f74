package dev.parley.client.ws;

import dev.parley.client.Tokens;
import dev.parley.client.error.SignedOutException;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the attempts to connect have come to: which token to come with, how long to wait before the
 * next one, and when there is no point in another. Belongs to the control thread.
 */
final class Attempts {
  private static final int CLOSED_UNAUTHENTICATED = 4401;
  private static final int UNAUTHORIZED = 401;
  private static final int REFUSALS = 3;
  private static final long STABLE = TimeUnit.SECONDS.toNanos(10);

  private final Tokens tokens;
  private final Backoff backoff;
  private @Nullable String refusedToken;
  private int failures;
  private int refusals;

  Attempts(Tokens tokens, Backoff backoff) {
    this.tokens = tokens;
    this.backoff = backoff;
  }

  /** The token to come with: another one than the server refused. */
  CompletableFuture<String> token() {
    return refusedToken == null ? tokens.access() : tokens.renew(refusedToken);
  }

  /** The server has let a connection in. */
  void welcomed() {
    refusals = 0;
    refusedToken = null;
  }

  /** There was no handshake; {@code token} is what it was tried with, if it came to that. */
  void failed(@Nullable String token, Throwable failure) {
    if (failure instanceof WebSocketHandshakeException refusal
        && refusal.getResponse().statusCode() == UNAUTHORIZED) {
      refusedToken = token;
      refusals++;
    }
  }

  /** A connection has ended. */
  void lost(Connection connection, int code) {
    if (code == CLOSED_UNAUTHENTICATED || connection.refused) {
      refusedToken = connection.token;
      refusals += connection.welcomed ? 0 : 1;
    }
    if (connection.welcomed && System.nanoTime() - connection.openedAt > STABLE) {
      failures = 0;
    }
  }

  /** Whether there is no way to a connection, now or later. */
  boolean areHopeless(Throwable failure) {
    return failure instanceof SignedOutException || everyTokenIsRefused();
  }

  boolean everyTokenIsRefused() {
    return refusals >= REFUSALS;
  }

  /** The pause before the next attempt. */
  Duration pause() {
    return backoff.after(failures++);
  }
}
