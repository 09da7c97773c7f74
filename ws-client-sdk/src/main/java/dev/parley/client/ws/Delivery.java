package dev.parley.client.ws;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs what a listener is to hear, one after another, on a shared pool. {@code lock} guards the
 * queue and is never held while something runs.
 */
final class Delivery {

  interface Item {
    void run() throws Exception;
  }

  private final Executor workers;
  private final int capacity;
  private final Runnable onRoom;
  private final Consumer<Throwable> onFailure;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Item> queue = new ArrayDeque<>();
  private boolean running;
  private boolean full;
  private boolean finished;

  /**
   * @param onRoom told when a queue that was full is half empty
   * @param onFailure told what an item threw; nothing runs after it but what {@link #finish} adds
   */
  Delivery(Executor workers, int capacity, Runnable onRoom, Consumer<Throwable> onFailure) {
    this.workers = workers;
    this.capacity = capacity;
    this.onRoom = onRoom;
    this.onFailure = onFailure;
  }

  /** Appends an item, which is always taken; false says that the queue is full now. */
  boolean offer(Item item) {
    boolean start;
    boolean room;
    lock.lock();
    try {
      if (finished) {
        return true;
      }
      queue.add(item);
      full = queue.size() >= capacity;
      room = !full;
      start = !running;
      running = true;
    } finally {
      lock.unlock();
    }
    if (start) {
      work();
    }
    return room;
  }

  /** Drops what waits and runs {@code last} after the item that runs now; the first call counts. */
  void finish(Item last) {
    boolean start;
    boolean room;
    lock.lock();
    try {
      if (finished) {
        return;
      }
      finished = true;
      queue.clear();
      queue.add(last);
      room = full;
      full = false;
      start = !running;
      running = true;
    } finally {
      lock.unlock();
    }
    if (room) {
      onRoom.run();
    }
    if (start) {
      work();
    }
  }

  private void work() {
    try {
      workers.execute(this::drain);
    } catch (RejectedExecutionException e) {
      // The pool was closed: what is left to say is said here, the last word above all.
      onFailure.accept(e);
      drain();
    }
  }

  private void drain() {
    for (Item item = next(); item != null; item = next()) {
      try {
        item.run();
      } catch (Throwable failure) {
        onFailure.accept(failure);
      }
    }
  }

  private @Nullable Item next() {
    Item item;
    boolean room = false;
    lock.lock();
    try {
      item = queue.poll();
      if (item == null) {
        running = false;
      } else if (full && queue.size() <= capacity / 2) {
        full = false;
        room = true;
      }
    } finally {
      lock.unlock();
    }
    if (room) {
      onRoom.run();
    }
    return item;
  }
}
