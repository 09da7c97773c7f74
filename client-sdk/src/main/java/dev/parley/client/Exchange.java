package dev.parley.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.error.ApiException;
import dev.parley.client.error.CallTimeoutException;
import dev.parley.client.error.ConnectionException;
import dev.parley.client.error.ParleyException;
import dev.parley.client.model.TokenPair;
import dev.parley.client.transport.ApiCall;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
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
 * so the fields need no lock; {@code current} alone is seen by whoever cancels.
 */
final class Exchange<T> {
  private final HttpSender sender;
  private final ObjectMapper json;
  private final @Nullable Tokens tokens;
  private final ApiCall<T> call;
  private final @Nullable String idempotencyKey;
  private final CompletableFuture<ApiResponse<T>> result = new CompletableFuture<>();
  private volatile @Nullable CompletableFuture<?> current;
  private boolean renewed;
  private int tries;

  Exchange(HttpSender sender, ObjectMapper json, @Nullable Tokens tokens, ApiCall<T> call) {
    this.sender = sender;
    this.json = json;
    this.tokens = tokens;
    this.call = call;
    this.idempotencyKey =
        call.acceptsIdempotencyKey() && !call.headers().containsKey("Idempotency-Key")
            ? UUID.randomUUID().toString()
            : null;
  }

  CompletableFuture<ApiResponse<T>> start() {
    var unused =
        result.whenComplete(
            (answer, failure) -> {
              CompletableFuture<?> running = current;
              if (failure instanceof CancellationException && running != null) {
                running.cancel(true);
              }
            });
    begin();
    return result;
  }

  private void begin() {
    if (tokens == null || !call.isSecured() || call.headers().containsKey("Authorization")) {
      request(null);
    } else {
      proceed(tokens.access());
    }
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
    if (result.isDone()) {
      return;
    }
    tries++;
    CompletableFuture<HttpResponse<byte[]>> request;
    try {
      request = sender.send(call, token, idempotencyKey);
    } catch (RuntimeException e) {
      fail(e);
      return;
    }
    current = request;
    if (result.isCancelled()) {
      request.cancel(true);
    }
    var unused =
        request.whenComplete(
            (response, failure) -> {
              try {
                if (failure == null) {
                  answered(token, response);
                } else {
                  broken(token, failure);
                }
              } catch (RuntimeException e) {
                fail(e);
              }
            });
  }

  private void answered(@Nullable String token, HttpResponse<byte[]> response) {
    if (response.statusCode() < 300) {
      ApiResponse<T> answer = Answers.success(json, call, response);
      if (tokens != null && call.isSecured() && answer.body() instanceof TokenPair pair) {
        // A change of password ends the session and opens this one.
        tokens.adopt(pair);
      }
      result.complete(answer);
      return;
    }
    ApiException refusal = Answers.refusal(json, call, response);
    if (refusal.status() == 401 && tokens != null && token != null && !renewed) {
      renewed = true;
      proceed(tokens.renew(token));
      return;
    }
    again(token, Retries.afterRefusal(refusal, isRepeatable(), tries), refusal);
  }

  private void broken(@Nullable String token, Throwable failure) {
    Throwable cause = unwrap(failure);
    String what = call.operationId() + ": " + call.method() + " " + call.target();
    if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
      fail(new CallTimeoutException(what + " was not answered in time", cause));
    } else if (cause instanceof CancellationException || cause instanceof ParleyException) {
      fail(cause);
    } else {
      again(
          token,
          Retries.afterBreak(isRepeatable(), tries),
          new ConnectionException(what + " failed: " + cause, cause));
    }
  }

  private void again(@Nullable String token, Optional<Duration> pause, ParleyException otherwise) {
    if (pause.isEmpty()) {
      fail(otherwise);
      return;
    }
    CompletableFuture.delayedExecutor(pause.get().toMillis(), TimeUnit.MILLISECONDS)
        .execute(() -> request(token));
  }

  private boolean isRepeatable() {
    return (!call.method().equals("POST") && !call.method().equals("PATCH"))
        || idempotencyKey != null
        || call.headers().containsKey("Idempotency-Key");
  }

  private void fail(Throwable failure) {
    result.completeExceptionally(unwrap(failure));
  }

  private static Throwable unwrap(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
