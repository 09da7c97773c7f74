package dev.parley.platform.lease;

import dev.parley.platform.error.AppException;
import dev.parley.platform.tx.Transactions;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker on this node: resting, or running on its thread under a lease. The keeper's thread
 * starts runs; the run's thread ends them. Thread-safe.
 */
final class Slot {
  private static final Logger LOG = LoggerFactory.getLogger(Slot.class);

  private final Worker worker;
  private final Transactions transactions;
  private final LeaseSettings settings;
  private final AtomicReference<@Nullable Run> current = new AtomicReference<>();
  private volatile long restUntil = System.nanoTime();
  private volatile boolean stopping;
  private volatile @Nullable HeldLease unreleased;
  private int failures;

  Slot(Worker worker, Transactions transactions, LeaseSettings settings) {
    this.worker = worker;
    this.transactions = transactions;
    this.settings = settings;
  }

  String name() {
    return worker.name();
  }

  @Nullable HeldLease lease() {
    Run run = current.get();
    return run == null ? null : run.lease();
  }

  /** Whether a lease for it would be used at once. */
  boolean wantsLease() {
    return current.get() == null && !stopping && System.nanoTime() - restUntil >= 0;
  }

  /** Starts a run; the keeper calls this for a lease it has just claimed. */
  void run(HeldLease lease) {
    Thread thread =
        Thread.ofPlatform().daemon().name("worker-" + name()).unstarted(() -> work(lease));
    current.set(new Run(lease, thread));
    lease.begin(thread);
    thread.start();
    if (stopping) {
      lease.interrupt();
    }
  }

  /** Asks the run, if there is one, to end, and lets no other begin. */
  void stop() {
    stopping = true;
    HeldLease lease = lease();
    if (lease != null) {
      lease.interrupt();
    }
  }

  /** Waits for the run to end; false if it has not by then. */
  boolean awaitEnd(long deadline) throws InterruptedException {
    Run run = current.get();
    return run == null
        || run.thread().join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
  }

  private void work(HeldLease lease) {
    LOG.info("Worker {} runs here (fence {})", name(), lease.fence());
    long begun = System.nanoTime();
    boolean failed = true;
    try {
      worker.run(lease);
      failed = false;
    } catch (Throwable e) {
      // Errors too: whatever a module does wrong, its lease is given back and the log has it.
      if (stopping || !lease.held()) {
        failed = false;
        LOG.debug("Worker {} was ended", name(), e);
      } else if (e instanceof AppException app && app.code().status() == 503) {
        LOG.warn("Worker {} was broken off: {}", name(), app.detail());
      } else {
        LOG.error("Worker {} failed", name(), e);
      }
    } finally {
      boolean ours = lease.end();
      rest(failed, begun);
      if (ours) {
        unreleased = lease;
        releaseIfPossible();
      }
      current.set(null);
    }
  }

  private void rest(boolean failed, long begun) {
    boolean ranLong = System.nanoTime() - begun > settings.longestPause().toNanos();
    failures = failed ? (ranLong ? 1 : failures + 1) : 0;
    Duration pause = settings.pauseAfter(failures);
    restUntil = System.nanoTime() + pause.toNanos();
    if (stopping) {
      LOG.info("Worker {} ended here", name());
    } else {
      LOG.info("Worker {} ended here and rests for {} ms", name(), pause.toMillis());
    }
  }

  private void releaseIfPossible() {
    try {
      release();
    } catch (RuntimeException e) {
      LOG.warn("The lease {} is not released yet: {}", name(), e.toString());
    }
  }

  /**
   * Gives back the lease of the last run. If the database was away at its end, the keeper does so
   * later: nobody could run the worker until the lease expires.
   */
  void release() {
    HeldLease lease = unreleased;
    if (lease != null) {
      transactions.write(
          handle -> {
            LeaseTable.release(handle, lease.name(), lease.fence());
            return true;
          });
      unreleased = null;
    }
  }

  private record Run(HeldLease lease, Thread thread) {}
}
