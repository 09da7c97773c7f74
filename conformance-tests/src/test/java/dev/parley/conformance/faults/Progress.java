package dev.parley.conformance.faults;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What all clients of a run have done so far. Thread-safe. */
final class Progress {
  private final AtomicLong orders = new AtomicLong();
  private final AtomicLong requests = new AtomicLong();
  private final Map<String, AtomicLong> answers = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Mark> acknowledgement = new AtomicReference<>();
  private final AtomicReference<@Nullable Mark> failure = new AtomicReference<>();

  /** A moment, and when something first happened after it ({@link System#nanoTime}). */
  record Mark(long since, CompletableFuture<Long> reached) {
    static Mark at(long since) {
      return new Mark(since, new CompletableFuture<>());
    }

    void pass(long moment) {
      if (moment - since >= 0) {
        reached.complete(System.nanoTime());
      }
    }
  }

  /** An order was accepted for the first time. */
  void placed() {
    orders.incrementAndGet();
  }

  long orders() {
    return orders.get();
  }

  /**
   * A call of the SDK ended.
   *
   * @param acknowledged whether the server did what it was asked
   * @param failed whether what it did cannot be told
   */
  void answered(String how, boolean acknowledged, boolean failed, long begunAt) {
    requests.incrementAndGet();
    answers.computeIfAbsent(how, any -> new AtomicLong()).incrementAndGet();
    Mark waiting = acknowledged ? acknowledgement.get() : failed ? failure.get() : null;
    if (waiting != null) {
      waiting.pass(acknowledged ? begunAt : System.nanoTime());
    }
  }

  long requests() {
    return requests.get();
  }

  /** How many calls ended how. */
  Map<String, Long> answers() {
    Map<String, Long> counts = new TreeMap<>();
    answers.forEach((how, count) -> counts.put(how, count.get()));
    return counts;
  }

  /** The first acknowledgement of a call that began from this moment on. */
  CompletableFuture<Long> acknowledgementAfter(long moment) {
    Mark mark = Mark.at(moment);
    acknowledgement.set(mark);
    return mark.reached();
  }

  /** The first call to fail from this moment on, whenever it began. */
  CompletableFuture<Long> failureAfter(long moment) {
    Mark mark = Mark.at(moment);
    failure.set(mark);
    return mark.reached();
  }
}
