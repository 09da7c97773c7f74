package dev.parley.platform.http;

import java.util.concurrent.Semaphore;

/**
 * How much of request bodies the server holds at once, beyond the first {@link #FREE} bytes of
 * each. A body in memory is small against what becomes of it, hence a small part of the heap.
 * Thread-safe.
 */
final class BodyRoom {
  /** What every connection may cost anyway; few bodies are longer. */
  static final int FREE = 16 * 1024;

  private static final int PART_OF_HEAP = 32;
  private static final int LEAST = 2 * HttpSettings.BODY_LIMIT;

  private final Semaphore bytes;

  BodyRoom(int bytes) {
    this.bytes = new Semaphore(bytes);
  }

  static BodyRoom ofThisHeap() {
    long part = Runtime.getRuntime().maxMemory() / PART_OF_HEAP;
    return new BodyRoom((int) Math.clamp(part, LEAST, Integer.MAX_VALUE));
  }

  /** Takes room for a buffer that grows; false if there is none. */
  boolean grow(int from, int to) {
    return bytes.tryAcquire(beyondFree(to) - beyondFree(from));
  }

  /** Gives back the room of a buffer. */
  void release(int size) {
    bytes.release(beyondFree(size));
  }

  private static int beyondFree(int size) {
    return Math.max(0, size - FREE);
  }
}
