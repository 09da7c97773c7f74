package dev.parley.client;

import dev.parley.client.model.Page;
import dev.parley.client.transport.ApiCall;
import dev.parley.client.transport.Transport;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All items of a list, page after page, without a thread that waits. The next page is asked for
 * when every item of the one before was visited. Thread-safe; a visitor is called by one thread at
 * a time, in the order of the list.
 *
 * @param <P> a page
 * @param <T> an item
 */
public final class AsyncPages<P, T> {
  private final Transport transport;
  private final ApiCall<P> first;
  private final Function<P, List<T>> items;
  private final Function<P, Page> place;

  /** The pages from {@code first} on; for the generated classes. */
  public AsyncPages(
      Transport transport, ApiCall<P> first, Function<P, List<T>> items, Function<P, Page> place) {
    this.transport = transport;
    this.first = first;
    this.items = items;
    this.place = place;
  }

  /**
   * Visits every item.
   *
   * @return done after the last one; fails with what a call or the visitor threw; cancelling it
   *     stops the visit
   */
  public CompletableFuture<Void> forEach(Consumer<? super T> visitor) {
    return forEachWhile(
        item -> {
          visitor.accept(item);
          return true;
        });
  }

  /** Visits items for as long as the visitor answers true; else as {@link #forEach}. */
  public CompletableFuture<Void> forEachWhile(Predicate<? super T> visitor) {
    return new Visit(visitor).start();
  }

  /** One way through the list. Its steps follow one another, so the fields need no lock. */
  private final class Visit {
    private final Predicate<? super T> visitor;
    private final CursorTrail trail = new CursorTrail(first.operationId());
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile @Nullable CompletableFuture<?> current;

    Visit(Predicate<? super T> visitor) {
      this.visitor = visitor;
    }

    CompletableFuture<Void> start() {
      var unused =
          done.whenComplete(
              (nothing, failure) -> {
                CompletableFuture<?> running = current;
                if (failure instanceof CancellationException && running != null) {
                  running.cancel(true);
                }
              });
      proceed(first);
      return done;
    }

    /** A loop where answers are there at once: no number of pages may deepen the stack. */
    private void proceed(@Nullable ApiCall<P> from) {
      ApiCall<P> call = from;
      while (call != null && !done.isDone()) {
        CompletableFuture<P> answer = transport.bodyAsync(call);
        current = answer;
        if (done.isCancelled()) {
          answer.cancel(true);
        }
        if (!answer.isDone()) {
          var unused = answer.whenComplete((page, failure) -> proceed(visit(page, failure)));
          return;
        }
        call = answer.handle((page, failure) -> new Step<>(visit(page, failure))).join().next();
      }
    }

    private @Nullable ApiCall<P> visit(@Nullable P page, @Nullable Throwable failure) {
      if (page == null) {
        done.completeExceptionally(
            failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure);
        return null;
      }
      try {
        for (T item : items.apply(page)) {
          if (done.isDone() || !visitor.test(item)) {
            done.complete(null);
            return null;
          }
        }
        String cursor = trail.follow(place.apply(page).nextCursor());
        if (cursor != null) {
          return first.withQuery("cursor", cursor);
        }
        done.complete(null);
      } catch (RuntimeException | Error e) {
        done.completeExceptionally(e);
      }
      return null;
    }
  }

  private record Step<P>(@Nullable ApiCall<P> next) {}
}
