package dev.parley.platform.ws.socket;

import dev.parley.platform.ws.socket.FrameQueue.Waiting;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The frames that wait for one client: bounded in number and bytes, one write in flight, conflated
 * frames merged in place. Whoever adds a frame writes if nobody else does; nobody ever waits for
 * the client except in {@link #awaitRoom}. Thread-safe.
 */
public final class Outbound {
  private final Wire wire;
  private final Runnable onOverflow;
  private final Runnable onBroken;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final FrameQueue queue;
  private final AtomicInteger work = new AtomicInteger();
  private boolean writing;
  private boolean closed;
  private boolean terminateWhenEmpty;

  /**
   * @param onOverflow called once, when the client was too slow; the queue is empty by then
   * @param onBroken called when a write failed; the connection is gone
   */
  public Outbound(Wire wire, int maxFrames, long maxBytes, Runnable onOverflow, Runnable onBroken) {
    this.wire = wire;
    this.queue = new FrameQueue(maxFrames, maxBytes);
    this.onOverflow = onOverflow;
    this.onBroken = onBroken;
  }

  /** Adds a frame; false when the socket takes no more. */
  public boolean send(byte[] frame) {
    return add(new Waiting(frame));
  }

  /**
   * Adds a frame that takes the place of a waiting one of the same slot.
   *
   * @param slot topic and conflation key
   * @param number of the update in its topic
   * @param lagged makes the frame that says which numbers were merged
   */
  public boolean conflate(String slot, byte[] frame, long number, Lagged lagged) {
    lock.lock();
    try {
      if (!closed && queue.merge(slot, frame, number, lagged)) {
        return true;
      }
    } finally {
      lock.unlock();
    }
    return add(new Waiting(frame, slot, number));
  }

  private boolean add(Waiting waiting) {
    boolean overflow;
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      overflow = !queue.hasRoomFor(waiting);
      if (overflow) {
        closed = true;
        forget();
      } else {
        queue.add(waiting);
      }
    } finally {
      lock.unlock();
    }
    if (overflow) {
      onOverflow.run();
      return false;
    }
    pump();
    return true;
  }

  /** No more frames but the closing ones; what waits is still sent. */
  public void seal() {
    lock.lock();
    try {
      closed = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Sends even on a sealed queue: the close frame. */
  void sendLast(byte[] frame) {
    lock.lock();
    try {
      queue.add(new Waiting(frame));
    } finally {
      lock.unlock();
    }
    pump();
  }

  /** Ends the connection once all that waits is written. */
  public void terminateWhenEmpty() {
    lock.lock();
    try {
      closed = true;
      terminateWhenEmpty = true;
      room.signalAll();
    } finally {
      lock.unlock();
    }
    pump();
  }

  /** Ends the connection now. */
  public void terminate() {
    end();
    wire.terminate();
  }

  /** Ends the connection now, and nothing of it is left with the operating system either. */
  public void abort() {
    end();
    wire.abort();
  }

  private void end() {
    lock.lock();
    try {
      closed = true;
      forget();
    } finally {
      lock.unlock();
    }
  }

  /** Whether the connection may still be there. */
  public boolean isAlive() {
    return !wire.isClosed();
  }

  /** Frames that wait; the ones being written do not count. */
  public int waiting() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the queue is at most half full, for whoever makes frames faster than events happen
   * (a replay).
   *
   * @return false when the socket takes no more frames
   */
  public boolean awaitRoom() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && queue.isCrowded()) {
        // A wake-up now and then costs nothing and forgives a lost one.
        boolean woken = room.await(1, TimeUnit.SECONDS);
        if (!woken && closed) {
          return false;
        }
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void forget() {
    queue.clear();
    room.signalAll();
  }

  /** Writes until nothing is left or a write is pending; never two threads at once. */
  private void pump() {
    if (work.getAndIncrement() != 0) {
      return;
    }
    do {
      @Nullable ByteBuffer batch = nextBatch();
      if (batch != null) {
        wire.write(batch, this::written);
      }
    } while (work.decrementAndGet() != 0);
  }

  private void written(@Nullable Throwable failure) {
    lock.lock();
    try {
      writing = false;
      if (failure != null) {
        closed = true;
        forget();
      } else if (!queue.isCrowded()) {
        room.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (failure != null) {
      onBroken.run();
    } else {
      pump();
    }
  }

  private @Nullable ByteBuffer nextBatch() {
    boolean end = false;
    lock.lock();
    try {
      if (writing) {
        return null;
      }
      if (!queue.isEmpty()) {
        writing = true;
        return queue.take();
      }
      end = terminateWhenEmpty;
    } finally {
      lock.unlock();
    }
    if (end) {
      wire.terminate();
    }
    return null;
  }

  /** Makes the frame that tells which updates were merged. */
  @FunctionalInterface
  public interface Lagged {
    byte @Nullable [] frame(long from, long to);
  }
}
