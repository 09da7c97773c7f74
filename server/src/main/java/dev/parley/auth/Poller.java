package dev.parley.auth;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does something again and again, a period apart, on one virtual thread of its own, until it is
 * closed. A failure of any kind is logged when it begins, not each time, and tried again.
 */
final class Poller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

  private final String name;
  private final Duration period;
  private final Runnable work;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();
  private final Thread thread;
  private boolean closed;
  private boolean failing;

  Poller(String name, Duration period, Runnable work) {
    this.name = Objects.requireNonNull(name, "name");
    this.period = Objects.requireNonNull(period, "period");
    this.work = Objects.requireNonNull(work, "work");
    this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      closing.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      if (thread.isAlive() && !thread.join(LONGEST_STOP)) {
        LOG.warn("{} did not stop within {} s", name, LONGEST_STOP.toSeconds());
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (pause()) {
        once();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits one period; false as soon as it is closed. */
  private boolean pause() throws InterruptedException {
    lock.lock();
    try {
      long left = period.toNanos();
      while (!closed && left > 0) {
        left = closing.awaitNanos(left);
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void once() {
    try {
      work.run();
      failing = false;
    } catch (Throwable failure) {
      // An Error too: revocations and keys must go on, and nobody would see that they do not.
      if (!failing) {
        LOG.warn("{} failed and will be tried again", name, failure);
      }
      failing = true;
    }
  }
}
