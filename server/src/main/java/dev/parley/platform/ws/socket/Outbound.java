package dev.parley.platform.ws.socket;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
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
  /** Waiting frames are joined up to this size: fewer system calls for many small frames. */
  private static final int BATCH_BYTES = 16 * 1024;

  private final Wire wire;
  private final int maxFrames;
  private final long maxBytes;
  private final Runnable onOverflow;
  private final Runnable onBroken;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private final Map<String, Waiting> conflated = new HashMap<>();
  private final AtomicInteger work = new AtomicInteger();
  private long bytes;
  private boolean writing;
  private boolean closed;
  private boolean terminateWhenEmpty;

  /**
   * @param onOverflow called once, when the client was too slow; the queue is empty by then
   * @param onBroken called when a write failed; the connection is gone
   */
  public Outbound(Wire wire, int maxFrames, long maxBytes, Runnable onOverflow, Runnable onBroken) {
    this.wire = wire;
    this.maxFrames = maxFrames;
    this.maxBytes = maxBytes;
    this.onOverflow = onOverflow;
    this.onBroken = onBroken;
  }

  /** Adds a frame; false when the socket takes no more. */
  public boolean send(byte[] frame) {
    return add(new Waiting(frame, null));
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
      Waiting older = conflated.get(slot);
      if (older != null && !closed) {
        bytes += frame.length - older.frame.length;
        older.merge(frame, number, lagged);
        return true;
      }
    } finally {
      lock.unlock();
    }
    return add(new Waiting(frame, new Slot(slot, number)));
  }

  private boolean add(Waiting waiting) {
    boolean overflow;
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      // A single frame may be larger than the bound; it just may not wait behind others.
      overflow =
          queue.size() >= maxFrames || (bytes > 0 && bytes + waiting.frame.length > maxBytes);
      if (overflow) {
        closed = true;
        forget();
      } else {
        queue.add(waiting);
        bytes += waiting.frame.length;
        if (waiting.slot != null) {
          conflated.put(waiting.slot.name(), waiting);
        }
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
      queue.add(new Waiting(frame, null));
      bytes += frame.length;
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
      while (!closed && (queue.size() > maxFrames / 2 || bytes > maxBytes / 2)) {
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
    conflated.clear();
    bytes = 0;
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
      } else if (queue.size() <= maxFrames / 2) {
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
        return take();
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

  private ByteBuffer take() {
    Waiting first = remove();
    byte[] alone = first.bytes();
    if (queue.isEmpty() || alone.length >= BATCH_BYTES) {
      return ByteBuffer.wrap(alone);
    }
    ByteBuffer batch = ByteBuffer.allocate(BATCH_BYTES + alone.length);
    batch.put(alone);
    while (!queue.isEmpty() && queue.element().size() <= BATCH_BYTES - batch.position()) {
      batch.put(remove().bytes());
    }
    return batch.flip();
  }

  private Waiting remove() {
    Waiting next = queue.remove();
    bytes -= next.frame.length;
    if (next.slot != null) {
      conflated.remove(next.slot.name());
    }
    return next;
  }

  /** Makes the frame that tells which updates were merged. */
  @FunctionalInterface
  public interface Lagged {
    byte @Nullable [] frame(long from, long to);
  }

  private record Slot(String name, long number) {}

  /** A frame, and what was merged into it; guarded by the queue's lock. */
  private static final class Waiting {
    private byte[] frame;
    private @Nullable Slot slot;
    private long mergedFrom;
    private long mergedTo;
    private @Nullable Lagged lagged;

    Waiting(byte[] frame, @Nullable Slot slot) {
      this.frame = frame;
      this.slot = slot;
    }

    void merge(byte[] newer, long number, Lagged notice) {
      Slot old = slot;
      if (old != null) {
        mergedFrom = mergedFrom == 0 ? old.number() : mergedFrom;
        mergedTo = old.number();
        slot = new Slot(old.name(), number);
      }
      frame = newer;
      lagged = notice;
    }

    int size() {
      // Room for the notice that goes before a merged frame; its size is known only when made.
      return frame.length + (lagged == null ? 0 : 512);
    }

    byte[] bytes() {
      byte[] notice = lagged == null ? null : lagged.frame(mergedFrom, mergedTo);
      if (notice == null) {
        return frame;
      }
      byte[] both = new byte[notice.length + frame.length];
      System.arraycopy(notice, 0, both, 0, notice.length);
      System.arraycopy(frame, 0, both, notice.length, frame.length);
      return both;
    }
  }
}
