package dev.parley.client;

import dev.parley.client.api.SessionsApi;
import dev.parley.client.api.SessionsApiAsync;
import dev.parley.client.error.SignedOutException;
import dev.parley.client.error.UnauthenticatedException;
import dev.parley.client.model.LoginRequest;
import dev.parley.client.model.RefreshRequest;
import dev.parley.client.model.TokenPair;
import dev.parley.client.transport.Transport;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one session alive. The lock guards the fields only, never a request; {@code renewal} is the
 * one request in flight, which every caller in need of a token shares.
 */
final class SessionTokens implements Tokens {

  /** How long before its end a token is exchanged, at most a fifth of its life. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final SessionsApiAsync sessions;
  private final InstantSource clock;
  private final @Nullable LoginRequest credentials;
  private final @Nullable String deviceId;
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable Access access;
  private @Nullable String refreshToken;
  private @Nullable CompletableFuture<String> renewal;
  private @Nullable SignedOutException signedOut;

  private record Access(String token, @Nullable Instant renewAt, @Nullable Instant expiresAt) {
    boolean freshAt(Instant now) {
      return renewAt == null || now.isBefore(renewAt);
    }

    boolean aliveAt(Instant now) {
      return expiresAt == null || now.isBefore(expiresAt);
    }
  }

  SessionTokens(
      Transport transport,
      InstantSource clock,
      @Nullable LoginRequest credentials,
      @Nullable String accessToken,
      @Nullable String refreshToken,
      @Nullable String deviceId) {
    this.sessions = new SessionsApiAsync(transport);
    this.clock = clock;
    this.credentials = credentials;
    this.access = accessToken == null ? null : new Access(accessToken, null, null);
    this.refreshToken = refreshToken;
    this.deviceId = deviceId;
  }

  @Override
  public CompletableFuture<String> access() {
    Access present;
    lock.lock();
    try {
      present = access;
    } finally {
      lock.unlock();
    }
    if (present == null) {
      return renewOnce(null);
    }
    if (present.freshAt(clock.instant())) {
      return CompletableFuture.completedFuture(present.token());
    }
    // An early renewal that fails for want of a connection is no reason to drop a token that still
    // works.
    return renewOnce(present.token())
        .exceptionallyCompose(
            failure ->
                present.aliveAt(clock.instant()) && !(unwrap(failure) instanceof SignedOutException)
                    ? CompletableFuture.completedFuture(present.token())
                    : CompletableFuture.failedFuture(unwrap(failure)));
  }

  @Override
  public CompletableFuture<String> renew(String refused) {
    return renewOnce(Objects.requireNonNull(refused, "refused"));
  }

  @Override
  public void adopt(TokenPair pair) {
    lock.lock();
    try {
      store(pair);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Instant> expiresAt() {
    lock.lock();
    try {
      return Optional.ofNullable(access).map(Access::expiresAt);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<String> refreshToken() {
    lock.lock();
    try {
      return Optional.ofNullable(refreshToken);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<String> deviceId() {
    return Optional.ofNullable(deviceId);
  }

  private CompletableFuture<String> renewOnce(@Nullable String refused) {
    CompletableFuture<String> mine;
    String refresh;
    lock.lock();
    try {
      if (signedOut != null) {
        return CompletableFuture.failedFuture(signedOut);
      }
      if (renewal != null) {
        return renewal.copy();
      }
      if (access != null && !access.token().equals(refused) && access.aliveAt(clock.instant())) {
        return CompletableFuture.completedFuture(access.token());
      }
      mine = new CompletableFuture<>();
      renewal = mine;
      refresh = refreshToken;
    } finally {
      lock.unlock();
    }
    // Callers get copies, so that none of them can complete or cancel what the others wait for.
    CompletableFuture<String> answer = mine.copy();
    var unused =
        nextPair(refresh).whenComplete((pair, failure) -> settle(mine, refresh, pair, failure));
    return answer;
  }

  private CompletableFuture<TokenPair> nextPair(@Nullable String refresh) {
    if (refresh == null) {
      return login(null);
    }
    return sessions
        .refresh(RefreshRequest.builder().refreshToken(refresh).build(), refreshParams())
        .exceptionallyCompose(
            failure ->
                unwrap(failure) instanceof UnauthenticatedException refusal
                    ? login(refusal)
                    : CompletableFuture.failedFuture(unwrap(failure)));
  }

  private CompletableFuture<TokenPair> login(@Nullable UnauthenticatedException refusal) {
    if (credentials == null) {
      String message =
          refusal == null
              ? "The server asks for a token that this client has no credentials to get"
              : "The session has ended: " + refusal.getMessage();
      return CompletableFuture.failedFuture(new SignedOutException(message, refusal));
    }
    return sessions
        .login(credentials, loginParams())
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    unwrap(failure) instanceof UnauthenticatedException refused
                        ? new SignedOutException(
                            "The credentials were refused: " + refused.getMessage(), refused)
                        : unwrap(failure)));
  }

  /**
   * Signing in twice opens a second session and harms nothing. A refresh whose answer was lost may
   * be repeated by a session that is bound to a device: for a token it has just used it gets
   * another successor.
   */
  private SessionsApi.LoginParams loginParams() {
    SessionsApi.LoginParams params = new SessionsApi.LoginParams().repeatable();
    return deviceId == null ? params : params.xDeviceId(deviceId);
  }

  private SessionsApi.RefreshParams refreshParams() {
    SessionsApi.RefreshParams params = new SessionsApi.RefreshParams();
    return deviceId == null ? params : params.repeatable().xDeviceId(deviceId);
  }

  private void settle(
      CompletableFuture<String> mine,
      @Nullable String begunWith,
      @Nullable TokenPair pair,
      @Nullable Throwable failure) {
    Throwable cause = failure == null ? null : unwrap(failure);
    String adopted = null;
    lock.lock();
    try {
      renewal = null;
      if (pair != null) {
        store(pair);
      } else if (access != null && !Objects.equals(refreshToken, begunWith)) {
        // A new session came meanwhile (a change of password); the old one's end means nothing.
        adopted = access.token();
      } else if (cause instanceof SignedOutException end) {
        signedOut = end;
      }
    } finally {
      lock.unlock();
    }
    if (pair != null) {
      mine.complete(pair.accessToken());
    } else if (adopted != null) {
      mine.complete(adopted);
    } else {
      mine.completeExceptionally(cause);
    }
  }

  private void store(TokenPair pair) {
    Instant now = clock.instant();
    Duration life = Duration.ofSeconds(pair.expiresIn());
    Duration fifth = life.dividedBy(5);
    Instant end = now.plus(life);
    access =
        new Access(
            pair.accessToken(), end.minus(fifth.compareTo(MARGIN) < 0 ? fifth : MARGIN), end);
    refreshToken = pair.refreshToken();
    signedOut = null;
  }

  private static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
