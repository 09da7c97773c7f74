package dev.parley.platform.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glassfish.grizzly.EmptyCompletionHandler;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.nio.NIOConnection;

/**
 * Waits for clients to take their answers. Grizzly queues what a client leaves unread without bound
 * and serves its next request meanwhile. Here the next one waits, and a client is cut off that
 * takes too long, or while too much waits for others. Whoever waits here holds a virtual thread and
 * no place among the requests in progress. Thread-safe.
 */
final class UnreadAnswers {
  private static final int PART_OF_HEAP = 16;
  private static final int LEAST = 8 << 20;

  private final Semaphore bytes;
  private final Duration patience;

  /**
   * @param bytes how much may wait for all clients together
   * @param patience how long it may wait for one
   */
  UnreadAnswers(int bytes, Duration patience) {
    this.bytes = new Semaphore(bytes);
    this.patience = patience;
  }

  static UnreadAnswers ofThisHeap(Duration patience) {
    long part = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
    return new UnreadAnswers((int) Math.clamp(part, LEAST, Integer.MAX_VALUE), patience);
  }

  /** Returns once all that was written is with the system, or the connection has ended. */
  void settle(FilterChainContext context) throws InterruptedException {
    if (!(context.getConnection() instanceof NIOConnection connection)) {
      return;
    }
    int waiting = connection.getAsyncWriteQueue().spaceInBytes();
    if (waiting == 0) {
      return;
    }
    if (!bytes.tryAcquire(waiting)) {
      connection.terminateSilently();
      return;
    }
    try {
      taken(context).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      connection.terminateSilently();
    } finally {
      bytes.release(waiting);
    }
  }

  private static CompletableFuture<Void> taken(FilterChainContext context) {
    CompletableFuture<Void> taken = new CompletableFuture<>();
    context.notifyDownstream(
        TransportFilter.createFlushEvent(
            new EmptyCompletionHandler<Object>() {
              @Override
              public void completed(Object result) {
                taken.complete(null);
              }

              @Override
              public void failed(Throwable failure) {
                taken.completeExceptionally(failure);
              }

              @Override
              public void cancelled() {
                taken.cancel(false);
              }
            }));
    return taken;
  }
}
