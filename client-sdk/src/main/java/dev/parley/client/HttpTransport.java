package dev.parley.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.client.error.ConnectionException;
import dev.parley.client.error.ParleyException;
import dev.parley.client.transport.ApiCall;
import dev.parley.client.transport.Transport;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Every call is one {@link Exchange}; waiting calls wait for the same exchange that the others get
 * a future of. Thread-safe.
 */
final class HttpTransport implements Transport {
  private final HttpSender sender;
  private final ObjectMapper json;
  private final CallSettings settings;
  private final @Nullable Tokens tokens;

  /** Without tokens only operations that need none can be called. */
  HttpTransport(
      HttpSender sender, ObjectMapper json, CallSettings settings, @Nullable Tokens tokens) {
    this.sender = sender;
    this.json = json;
    this.settings = settings;
    this.tokens = tokens;
  }

  @Override
  public <T> ApiResponse<T> send(ApiCall<T> call) {
    CompletableFuture<ApiResponse<T>> answer = sendAsync(call);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new ConnectionException(call.operationId() + ": interrupted while waiting", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof ParleyException failure) {
        // Made on a thread of the HTTP client; the caller wants to see its own line.
        throw (ParleyException) failure.fillInStackTrace();
      }
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      throw new ConnectionException(call.operationId() + ": " + cause, cause);
    }
  }

  @Override
  public <T> CompletableFuture<ApiResponse<T>> sendAsync(ApiCall<T> call) {
    return new Exchange<>(sender, json, settings, tokens, call).start();
  }
}
