package dev.parley.client.transport;

import dev.parley.client.ApiResponse;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/** Carries calls to a server and answers back. Implementations are thread-safe. */
public interface Transport {

  /**
   * Sends a call and waits for its answer.
   *
   * @throws dev.parley.client.error.ParleyException if there is no answer, or one that is not a
   *     success
   */
  <T> ApiResponse<T> send(ApiCall<T> call);

  /**
   * Sends a call. The future fails with a {@link dev.parley.client.error.ParleyException};
   * cancelling it gives the call up.
   */
  <T> CompletableFuture<ApiResponse<T>> sendAsync(ApiCall<T> call);

  /** The body of the answer alone; cancelling this future gives the call up as well. */
  default <T> CompletableFuture<T> bodyAsync(ApiCall<T> call) {
    CompletableFuture<ApiResponse<T>> answer = sendAsync(call);
    CompletableFuture<T> body = answer.thenApply(ApiResponse::body);
    var unused =
        body.whenComplete(
            (value, failure) -> {
              if (failure instanceof CancellationException) {
                answer.cancel(true);
              }
            });
    return body;
  }
}
