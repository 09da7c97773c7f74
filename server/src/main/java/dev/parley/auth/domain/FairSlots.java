package dev.parley.auth.domain;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A few places for work that takes much, shared fairly between those who want them. Who waits for a
 * place waits among those of the same owner; the owners take turns. So one who wants a thousand
 * delays another by as long as one piece of work takes. When all the room to wait is taken, the
 * latest of the owner with the most is turned away.
 *
 * <p>Thread-safe; one lock around a few operations on queues of bounded length.
 */
public final class FairSlots {
  private final ReentrantLock lock = new ReentrantLock();

  /** Owners who wait, the next to be served first. */
  private final Map<String, Deque<Waiter>> queues = new LinkedHashMap<>();

  private final int room;
  private int free;
  private int waiting;

  private static final class Waiter {
    private final CountDownLatch decided = new CountDownLatch(1);
    private boolean granted;

    void decide(boolean grant) {
      granted = grant;
      decided.countDown();
    }
  }

  /**
   * @param slots how many work at once
   * @param room how many may wait, all owners together
   */
  public FairSlots(int slots, int room) {
    if (slots < 1 || room < 0) {
      throw new IllegalArgumentException("slots " + slots + ", room " + room);
    }
    this.free = slots;
    this.room = room;
  }

  /** A place that is taken; giving it back twice is giving it back once. Of one thread. */
  public final class Slot implements AutoCloseable {
    private boolean held = true;

    @Override
    public void close() {
      if (held) {
        held = false;
        release();
      }
    }
  }

  /**
   * Takes a place, waiting for it if need be.
   *
   * @param owner whose turn it counts for
   * @return none if there is no room to wait, or none became free in that time
   */
  public Optional<Slot> take(String owner, Duration longest) throws InterruptedException {
    Waiter waiter = enter(Objects.requireNonNull(owner, "owner"));
    if (waiter == null) {
      return Optional.empty();
    }
    boolean decided;
    try {
      decided = waiter.decided.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopping) {
      if (leave(owner, waiter)) {
        release();
      }
      throw stopping;
    }
    boolean granted = decided ? granted(waiter) : leave(owner, waiter);
    return granted ? Optional.of(new Slot()) : Optional.empty();
  }

  /** How many wait at this moment. */
  public int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Waiter enter(String owner) {
    lock.lock();
    try {
      Waiter waiter = new Waiter();
      if (free > 0) {
        free--;
        waiter.decide(true);
        return waiter;
      }
      if (waiting >= room && !makeRoom(owner)) {
        return null;
      }
      queues.computeIfAbsent(owner, o -> new ArrayDeque<>()).addLast(waiter);
      waiting++;
      return waiter;
    } finally {
      lock.unlock();
    }
  }

  /** Turns away the latest of whoever has the most, unless that is the one who comes. */
  private boolean makeRoom(String comer) {
    Map.Entry<String, Deque<Waiter>> most =
        queues.entrySet().stream()
            .max(Comparator.comparingInt(queue -> queue.getValue().size()))
            .orElse(null);
    int own = queues.getOrDefault(comer, new ArrayDeque<>()).size();
    if (most == null || most.getValue().size() <= own + 1) {
      return false;
    }
    most.getValue().removeLast().decide(false);
    waiting--;
    return true;
  }

  /** Whether the place was granted after all; else the waiter is out of its queue. */
  private boolean leave(String owner, Waiter waiter) {
    lock.lock();
    try {
      Deque<Waiter> queue = queues.get(owner);
      if (queue != null && queue.remove(waiter)) {
        waiting--;
        if (queue.isEmpty()) {
          queues.remove(owner);
        }
      }
      return waiter.granted;
    } finally {
      lock.unlock();
    }
  }

  private boolean granted(Waiter waiter) {
    lock.lock();
    try {
      return waiter.granted;
    } finally {
      lock.unlock();
    }
  }

  /** The place goes to the next owner's first, who then waits behind all other owners. */
  private void release() {
    lock.lock();
    try {
      if (queues.isEmpty()) {
        free++;
        return;
      }
      String owner = queues.keySet().iterator().next();
      Deque<Waiter> queue = Objects.requireNonNull(queues.remove(owner));
      queue.removeFirst().decide(true);
      waiting--;
      if (!queue.isEmpty()) {
        queues.put(owner, queue);
      }
    } finally {
      lock.unlock();
    }
  }
}
