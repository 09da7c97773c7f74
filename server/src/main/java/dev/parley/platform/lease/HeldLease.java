package dev.parley.platform.lease;

import dev.parley.platform.error.AppException;
import dev.parley.platform.error.ErrorCode;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease this node has claimed, and the thread that works under it. Once lost it stays lost. The
 * lock makes sure that the thread is interrupted during its run and never after it.
 */
final class HeldLease implements Lease {
  private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);

  private final String name;
  private final long fence;
  private final ReentrantLock running = new ReentrantLock();
  private @Nullable Thread thread;
  private volatile long deadline;
  private volatile boolean lost;

  /**
   * @param deadline until when this node relies on the lease, by {@link System#nanoTime}
   */
  HeldLease(String name, long fence, long deadline) {
    this.name = name;
    this.fence = fence;
    this.deadline = deadline;
  }

  String name() {
    return name;
  }

  @Override
  public long fence() {
    return fence;
  }

  @Override
  public boolean held() {
    return !lost && System.nanoTime() - deadline < 0;
  }

  @Override
  public void check(Handle handle) {
    if (!held() || !LeaseTable.keep(handle, name, fence)) {
      lose("found taken");
      throw new AppException(
          ErrorCode.UNAVAILABLE, "This node no longer holds the lease '" + name + "'");
    }
  }

  boolean lost() {
    return lost;
  }

  void extend(long newDeadline) {
    deadline = newDeadline;
  }

  /** Ends the run if this node may not rely on the lease any more. */
  void loseIfExpired() {
    if (!lost && !held()) {
      lose("not renewed in time");
    }
  }

  void lose(String why) {
    running.lock();
    try {
      if (!lost) {
        lost = true;
        LOG.warn("Lost the lease {} (fence {}): {}", name, fence, why);
        interrupt();
      }
    } finally {
      running.unlock();
    }
  }

  void begin(Thread worker) {
    running.lock();
    try {
      thread = worker;
      if (lost) {
        interrupt();
      }
    } finally {
      running.unlock();
    }
  }

  /** Asks the run to end. */
  void interrupt() {
    running.lock();
    try {
      if (thread != null) {
        thread.interrupt();
      }
    } finally {
      running.unlock();
    }
  }

  /**
   * The run is over: from here on nobody interrupts the thread, nor renews.
   *
   * @return whether the lease is still ours to give back
   */
  boolean end() {
    running.lock();
    try {
      thread = null;
      boolean ours = !lost;
      lost = true;
      // What interrupted the run must not interrupt what comes after it.
      boolean interrupted = Thread.interrupted();
      LOG.debug("The run under lease {} ended, interrupted: {}", name, interrupted);
      return ours;
    } finally {
      running.unlock();
    }
  }
}
