package dev.parley.platform.ws.socket;

import dev.parley.platform.ws.socket.Outbound.Lagged;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The frames that wait for one client, bounded in number and bytes; a frame of a slot takes the
 * place of the one before. Guarded by the lock of {@link Outbound}.
 */
final class FrameQueue {
  /** Waiting frames are joined up to this size: fewer system calls for many small frames. */
  private static final int BATCH_BYTES = 16 * 1024;

  private final int maxFrames;
  private final long maxBytes;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private final Map<String, Waiting> conflated = new HashMap<>();
  private long bytes;

  FrameQueue(int maxFrames, long maxBytes) {
    this.maxFrames = maxFrames;
    this.maxBytes = maxBytes;
  }

  /** A single frame may be larger than the bound; it just may not wait behind others. */
  boolean hasRoomFor(Waiting waiting) {
    return queue.size() < maxFrames && (bytes == 0 || bytes + waiting.frame.length <= maxBytes);
  }

  void add(Waiting waiting) {
    queue.add(waiting);
    bytes += waiting.frame.length;
    if (waiting.slot != null) {
      conflated.put(waiting.slot.name(), waiting);
    }
  }

  /** Merges a frame into the one that waits in its slot; false if none does. */
  boolean merge(String slot, byte[] frame, long number, Lagged lagged) {
    Waiting older = conflated.get(slot);
    if (older == null) {
      return false;
    }
    bytes += frame.length - older.frame.length;
    older.merge(frame, number, lagged);
    return true;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  int size() {
    return queue.size();
  }

  /** Whether it is more than half full. */
  boolean isCrowded() {
    return queue.size() > maxFrames / 2 || bytes > maxBytes / 2;
  }

  void clear() {
    queue.clear();
    conflated.clear();
    bytes = 0;
  }

  /** Takes the next frame, and what fits into a batch with it. */
  ByteBuffer take() {
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

  private record Slot(String name, long number) {}

  /** A frame, and what was merged into it. */
  static final class Waiting {
    private byte[] frame;
    private @Nullable Slot slot;
    private long mergedFrom;
    private long mergedTo;
    private @Nullable Lagged lagged;

    Waiting(byte[] frame) {
      this.frame = frame;
    }

    /**
     * @param slot topic and conflation key
     * @param number of the update in its topic
     */
    Waiting(byte[] frame, String slot, long number) {
      this.frame = frame;
      this.slot = new Slot(slot, number);
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
