package dev.parley.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.error.ApiException;
import dev.parley.client.error.CallTimeoutException;
import dev.parley.client.error.ConnectionException;
import dev.parley.client.error.ParleyException;
import dev.parley.client.model.TokenPair;
import dev.parley.client.transport.ApiCall;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One call from its first request to its answer, with the requests in between: a second try with a
 * new token after a 401, further ones where {@link Retries} allows. The steps follow one another,
 * so the fields need no lock; {@code current} alone is seen by whoever cancels. {@code work} ends
 * with the time of the call, whatever step it is at; {@code result} is what the caller gets.
 */
final class Exchange<T> {
  private final HttpSender sender;
  private final ObjectMapper json;
  private final CallSettings settings;
  private final @Nullable Tokens tokens;
  private final ApiCall<T> call;
  private final Duration callTimeout;
  private final Duration tryTimeout;
  private final Retries retries;
  private final @Nullable String idempotencyKey;
  private final long deadline;
  private final CompletableFuture<ApiResponse<T>> work = new CompletableFuture<>();
  private final CompletableFuture<ApiResponse<T>> result = new CompletableFuture<>();
  private volatile @Nullable CompletableFuture<?> current;
  private volatile @Nullable ParleyException lastFailure;
  private boolean renewed;

  Exchange(
      HttpSender sender,
      ObjectMapper json,
      CallSettings settings,
      @Nullable Tokens tokens,
      ApiCall<T> call) {
    this.sender = sender;
    this.json = json;
    this.settings = settings;
    this.tokens = tokens;
    this.call = call;
    this.callTimeout = call.timeout().orElse(settings.callTimeout());
    this.tryTimeout = call.tryTimeout().or(call::timeout).orElse(settings.tryTimeout());
    this.retries =
        new Retries(
            call.retries().orElse(settings.retries()), settings.random(), call.isRepeatable());
    this.idempotencyKey =
        call.acceptsIdempotencyKey() && !call.headers().containsKey("Idempotency-Key")
            ? UUID.randomUUID().toString()
            : null;
    this.deadline = System.nanoTime() + callTimeout.toNanos();
  }

  CompletableFuture<ApiResponse<T>> start() {
    var unused =
        work.orTimeout(callTimeout.toMillis(), TimeUnit.MILLISECONDS).whenComplete(this::finish);
    var unusedToo =
        result.whenComplete(
            (answer, failure) -> {
              if (failure instanceof CancellationException) {
                work.cancel(true);
              }
            });
    begin();
    return result;
  }

  private void finish(@Nullable ApiResponse<T> answer, @Nullable Throwable failure) {
    if (failure == null) {
      result.complete(answer);
      return;
    }
    CompletableFuture<?> running = current;
    if (running != null) {
      running.cancel(true);
    }
    result.completeExceptionally(
        failure instanceof TimeoutException
            ? new CallTimeoutException(what() + " took longer than " + callTimeout, lastFailure)
            : failure);
  }

  private void begin() {
    if (work.isDone()) {
      return;
    }
    if (tokens == null || !call.isSecured() || showsItsOwn()) {
      request(null);
    } else {
      proceed(tokens.access());
    }
  }

  private boolean showsItsOwn() {
    return call.headers().containsKey("Authorization")
        || call.headers().containsKey(ApiKeyTokens.HEADER);
  }

  private void proceed(CompletableFuture<String> token) {
    var unused =
        token.whenComplete(
            (value, failure) -> {
              if (failure == null) {
                request(value);
              } else {
                fail(failure);
              }
            });
  }

  private void request(@Nullable String token) {
    if (work.isDone()) {
      return;
    }
    CompletableFuture<HttpResponse<byte[]>> request;
    try {
      request = sender.send(call, credentials(token), idempotencyKey, tryTimeout);
    } catch (RuntimeException e) {
      fail(e);
      return;
    }
    current = request;
    if (work.isDone()) {
      request.cancel(true);
    }
    var unused =
        request.whenComplete(
            (response, failure) -> {
              try {
                if (failure == null) {
                  answered(token, response);
                } else {
                  broken(unwrap(failure));
                }
              } catch (RuntimeException e) {
                fail(e);
              }
            });
  }

  private Map<String, String> credentials(@Nullable String token) {
    return tokens == null || token == null ? Map.of() : tokens.headers(token);
  }

  private void answered(@Nullable String token, HttpResponse<byte[]> response) {
    if (response.statusCode() < 300) {
      ApiResponse<T> answer = Answers.success(json, call, response);
      if (tokens != null && call.isSecured() && answer.body() instanceof TokenPair pair) {
        // A change of password ends the session and opens this one.
        tokens.adopt(pair);
      }
      work.complete(answer);
      return;
    }
    ApiException refusal = Answers.refusal(json, settings.clock(), call, response);
    if (refusal.status() == 401
        && tokens != null
        && tokens.areRenewable()
        && token != null
        && !renewed) {
      renewed = true;
      proceed(tokens.renew(token));
      return;
    }
    again(retries.afterRefusal(refusal), refusal);
  }

  private void broken(Throwable cause) {
    if (cause instanceof CancellationException || cause instanceof ParleyException) {
      fail(cause);
      return;
    }
    boolean sent =
        !(cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException);
    again(
        retries.afterBreak(sent),
        cause instanceof TimeoutException || cause instanceof HttpTimeoutException
            ? new CallTimeoutException(what() + " was not answered in time", cause)
            : new ConnectionException(what() + " failed: " + cause, cause));
  }

  /** The next try, unless there is none or it would come too late. */
  private void again(Optional<Duration> pause, ParleyException otherwise) {
    lastFailure = otherwise;
    if (pause.isEmpty() || pause.get().toNanos() >= deadline - System.nanoTime()) {
      fail(otherwise);
      return;
    }
    CompletableFuture.delayedExecutor(pause.get().toMillis(), TimeUnit.MILLISECONDS)
        .execute(this::begin);
  }

  private String what() {
    return call.operationId() + ": " + call.method() + " " + call.target();
  }

  private void fail(Throwable failure) {
    work.completeExceptionally(unwrap(failure));
  }

  private static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
