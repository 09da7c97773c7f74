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

  /** A call of the SDK ended. */
  void answered(String how, boolean acknowledged, long begunAt) {
    requests.incrementAndGet();
    answers.computeIfAbsent(how, any -> new AtomicLong()).incrementAndGet();
    Mark waiting = acknowledgement.get();
    if (acknowledged && waiting != null) {
      waiting.pass(begunAt);
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
}
