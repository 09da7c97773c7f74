package dev.parley.platform.ws.socket;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Does the work of one socket one task at a time, in order, away from the thread that read it. The
 * waiting tasks are bounded in number and weight. Thread-safe.
 */
public final class Inbox {
  private final Executor executor;
  private final int maxTasks;
  private final long maxWeight;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Task> tasks = new ArrayDeque<>();
  private long weight;
  private boolean running;
  private boolean closed;

  public Inbox(Executor executor, int maxTasks, long maxWeight) {
    this.executor = executor;
    this.maxTasks = maxTasks;
    this.maxWeight = maxWeight;
  }

  /**
   * Queues a task.
   *
   * @param cost what it holds, in bytes
   * @return false if there are too many already
   */
  public boolean submit(long cost, Runnable action) {
    return submit(cost, action, false);
  }

  /** Queues a task of the server's own, however much a client has queued. */
  public void insist(Runnable action) {
    submit(0, action, true);
  }

  private boolean submit(long cost, Runnable action, boolean always) {
    lock.lock();
    try {
      if (closed) {
        return true;
      }
      if (!always && (tasks.size() >= maxTasks || weight + cost > maxWeight)) {
        return false;
      }
      tasks.add(new Task(cost, action));
      weight += cost;
      if (running) {
        return true;
      }
      running = true;
    } finally {
      lock.unlock();
    }
    executor.execute(this::drain);
    return true;
  }

  /** Forgets what waits; the running task ends by itself. */
  public void close() {
    lock.lock();
    try {
      closed = true;
      tasks.clear();
      weight = 0;
    } finally {
      lock.unlock();
    }
  }

  private void drain() {
    for (Task task = next(); task != null; task = next()) {
      task.action().run();
    }
  }

  private @Nullable Task next() {
    lock.lock();
    try {
      Task task = tasks.poll();
      running = task != null;
      weight -= task == null ? 0 : task.cost();
      return task;
    } finally {
      lock.unlock();
    }
  }

  private record Task(long cost, Runnable action) {}
}
