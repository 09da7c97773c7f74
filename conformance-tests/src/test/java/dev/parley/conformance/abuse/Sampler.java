package dev.parley.conformance.abuse;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.parley.conformance.contract.Contract;
import dev.parley.conformance.contract.Operation;
import dev.parley.conformance.http.Api;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Watches a server while others strain it: its memory, and how long a caller of REST waits.
 * Thread-safe.
 */
final class Sampler implements AutoCloseable {
  private static final Duration CALL_EVERY = Duration.ofMillis(50);
  private static final Duration WEIGH_EVERY = Duration.ofSeconds(2);

  private final ServerGauge gauge;
  private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
  private final List<Thread> threads;
  private volatile boolean closed;
  private volatile long maxHeapKb;
  private volatile long maxResidentKb;
  private volatile @Nullable Throwable failure;

  Sampler(ServerGauge gauge, Api api, String token) {
    this.gauge = gauge;
    Operation time = Contract.all().operation("getServerTime");
    threads =
        List.of(start(CALL_EVERY, () -> call(api, time, token)), start(WEIGH_EVERY, this::weigh));
  }

  private Thread start(Duration every, Runnable action) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                while (!closed) {
                  action.run();
                  LockSupport.parkNanos(every.toNanos());
                }
              } catch (RuntimeException | AssertionError e) {
                failure = e;
              }
            });
  }

  private void call(Api api, Operation operation, String token) {
    long begun = System.nanoTime();
    int status =
        api.call(operation, Map.of(), MissingNode.getInstance(), Optional.of(token)).status();
    if (status != 200) {
      throw new AssertionError(operation + " answered " + status);
    }
    nanos.add(System.nanoTime() - begun);
  }

  private void weigh() {
    maxHeapKb = Math.max(maxHeapKb, gauge.heapKb());
    maxResidentKb = Math.max(maxResidentKb, gauge.residentKb());
  }

  long maxHeapKb() {
    return maxHeapKb;
  }

  long maxResidentKb() {
    return maxResidentKb;
  }

  int calls() {
    return nanos.size();
  }

  /** The time that this share of the calls took at most. */
  Duration latency(double share) {
    List<Long> sorted;
    synchronized (nanos) {
      sorted = new ArrayList<>(nanos);
    }
    Collections.sort(sorted);
    int at = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.isEmpty() ? Duration.ZERO : Duration.ofNanos(sorted.get(Math.max(0, at)));
  }

  /** Fails if a call did. */
  void verify() {
    Throwable seen = failure;
    if (seen != null) {
      throw new AssertionError("A bystander was disturbed", seen);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
