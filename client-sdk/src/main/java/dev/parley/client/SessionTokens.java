package dev.parley.client;

import dev.parley.client.api.SessionsApi;
import dev.parley.client.api.SessionsApiAsync;
import dev.parley.client.error.SignedOutException;
import dev.parley.client.error.UnauthenticatedException;
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
 * Keeps one session alive, or a row of tokens that come without one. {@code lock} guards the fields
 * only, never a request; {@code renewal} is the one request in flight, which every caller in need
 * of a token shares. {@code turn} puts changes of the session, their saving included, in a row; it
 * is taken before {@code lock}.
 */
final class SessionTokens implements Tokens {

  /** How long before its end a token is exchanged, at most a fifth of its life. */
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private final SessionsApiAsync sessions;
  private final InstantSource clock;
  private final @Nullable SignIn signIn;
  private final SessionKeeper keeper;
  private final ReentrantLock turn = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable Access access;
  private @Nullable String refreshToken;
  private @Nullable CompletableFuture<String> renewal;
  private @Nullable SignedOutException signedOut;

  /** Counts the sessions that came from elsewhere, to tell a renewal that it is out of date. */
  private int session;

  private record Access(String token, @Nullable Instant renewAt, @Nullable Instant expiresAt) {
    boolean freshAt(Instant now) {
      return renewAt == null || now.isBefore(renewAt);
    }

    boolean aliveAt(Instant now) {
      return expiresAt == null || now.isBefore(expiresAt);
    }
  }

  /** What a renewal started from. */
  private record Start(@Nullable String refreshToken, int session) {}

  /**
   * @param signIn how to get tokens without earlier ones, if there is a way
   * @param accessToken one to begin with
   */
  SessionTokens(
      Transport transport,
      InstantSource clock,
      @Nullable SignIn signIn,
      SessionKeeper keeper,
      @Nullable String accessToken) {
    this.sessions = new SessionsApiAsync(transport);
    this.clock = clock;
    this.signIn = signIn;
    this.keeper = keeper;
    this.access = accessToken == null ? null : new Access(accessToken, null, null);
    this.refreshToken = keeper.refreshToken();
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
    turn.lock();
    try {
      keeper.keep(pair.refreshToken());
      lock.lock();
      try {
        session++;
        store(Grant.of(pair));
      } finally {
        lock.unlock();
      }
    } finally {
      turn.unlock();
    }
  }

  /** Gives the session up for good; there is no way back but {@link #adopt}. */
  void forget() {
    turn.lock();
    try {
      keeper.forget();
      lock.lock();
      try {
        session++;
        access = null;
        refreshToken = null;
        signedOut = new SignedOutException("This client has signed out", null);
      } finally {
        lock.unlock();
      }
    } finally {
      turn.unlock();
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
    return Optional.ofNullable(keeper.deviceId());
  }

  private CompletableFuture<String> renewOnce(@Nullable String refused) {
    CompletableFuture<String> mine;
    Start start;
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
      start = new Start(refreshToken, session);
    } finally {
      lock.unlock();
    }
    // Callers get copies, so that none of them can complete or cancel what the others wait for.
    CompletableFuture<String> answer = mine.copy();
    CompletableFuture<Grant> next;
    try {
      next = nextGrant(start.refreshToken());
    } catch (RuntimeException e) {
      next = CompletableFuture.failedFuture(e);
    }
    var unused =
        next.whenCompleteAsync(
            (grant, failure) -> settle(mine, start, grant, failure), SessionTokens::aside);
    return answer;
  }

  private CompletableFuture<Grant> nextGrant(@Nullable String refresh) {
    if (refresh == null) {
      return signIn(null);
    }
    return sessions
        .refresh(RefreshRequest.builder().refreshToken(refresh).build(), refreshParams())
        .thenApply(Grant::of)
        .exceptionallyCompose(
            failure ->
                unwrap(failure) instanceof UnauthenticatedException refusal
                    ? signIn(refusal)
                    : CompletableFuture.failedFuture(unwrap(failure)));
  }

  private CompletableFuture<Grant> signIn(@Nullable UnauthenticatedException refusal) {
    if (signIn == null) {
      String message =
          refusal == null
              ? "The server asks for a token that this client has no credentials to get"
              : "The session has ended: " + refusal.getMessage();
      return CompletableFuture.failedFuture(new SignedOutException(message, refusal));
    }
    return signIn
        .open()
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    unwrap(failure) instanceof UnauthenticatedException refused
                        ? new SignedOutException(
                            "The credentials were refused: " + refused.getMessage(), refused)
                        : unwrap(failure)));
  }

  /**
   * A refresh whose answer was lost may be repeated by a session that is bound to a device: for a
   * token it has just used it gets another successor.
   */
  private SessionsApi.RefreshParams refreshParams() {
    SessionsApi.RefreshParams params = new SessionsApi.RefreshParams();
    String deviceId = keeper.deviceId();
    return deviceId == null ? params : params.repeatable().xDeviceId(deviceId);
  }

  /**
   * A store may block, and the threads that answers come on (two, on a small machine) serve all
   * calls of the program.
   */
  private static void aside(Runnable saving) {
    Thread thread = new Thread(saving, "parley-session");
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends the renewal, whatever happens: callers wait for {@code mine}. */
  private void settle(
      CompletableFuture<String> mine,
      Start start,
      @Nullable Grant grant,
      @Nullable Throwable failure) {
    CompletableFuture<String> outcome;
    turn.lock();
    try {
      if (!isOutdated(start)) {
        write(grant, failure);
      }
      outcome = conclude(start, grant, failure);
    } finally {
      turn.unlock();
    }
    var unused =
        outcome.whenComplete(
            (token, end) -> {
              if (end == null) {
                mine.complete(token);
              } else {
                mine.completeExceptionally(end);
              }
            });
  }

  private boolean isOutdated(Start start) {
    lock.lock();
    try {
      return session != start.session();
    } finally {
      lock.unlock();
    }
  }

  /** Before anybody can use the next token: until then the server takes the one in the store. */
  private void write(@Nullable Grant grant, @Nullable Throwable failure) {
    if (grant != null && grant.refreshToken() != null) {
      keeper.keep(grant.refreshToken());
    } else if (failure != null && unwrap(failure) instanceof SignedOutException) {
      keeper.forget();
    }
  }

  private CompletableFuture<String> conclude(
      Start start, @Nullable Grant grant, @Nullable Throwable failure) {
    lock.lock();
    try {
      renewal = null;
      if (session != start.session()) {
        // A new session came meanwhile (a change of password), or none is wanted any more; what
        // became of the old one means nothing.
        return access == null
            ? CompletableFuture.failedFuture(Objects.requireNonNull(signedOut))
            : CompletableFuture.completedFuture(access.token());
      }
      if (grant != null) {
        store(grant);
        return CompletableFuture.completedFuture(grant.accessToken());
      }
      Throwable cause = unwrap(Objects.requireNonNull(failure));
      if (cause instanceof SignedOutException end) {
        signedOut = end;
      }
      return CompletableFuture.failedFuture(cause);
    } finally {
      lock.unlock();
    }
  }

  private void store(Grant grant) {
    Duration fifth = grant.life().dividedBy(5);
    Instant end = clock.instant().plus(grant.life());
    access =
        new Access(
            grant.accessToken(), end.minus(fifth.compareTo(MARGIN) < 0 ? fifth : MARGIN), end);
    refreshToken = grant.refreshToken();
    signedOut = null;
  }

  private static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
