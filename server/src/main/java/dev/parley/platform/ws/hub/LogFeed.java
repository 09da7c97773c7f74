package dev.parley.platform.ws.hub;

import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.event.StoredEvent;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fan-out of one log on this node. It hands on each number exactly once and in order: what
 * comes too early waits, what came already is dropped. While somebody joins it keeps the events it
 * hands on, so that the newcomer's reading meets the live stream without a seam. Thread-safe;
 * nothing blocks while the lock is held.
 */
public final class LogFeed extends Audience {
  private static final long UNKNOWN = -1;
  private static final int MAX_EARLY = 1024;

  private final LogKey key;
  private final int maxTail;
  private final TreeMap<Long, StoredEvent> early = new TreeMap<>();
  private final ArrayDeque<HubEvent> tail = new ArrayDeque<>();
  private @Nullable String epoch;
  private long last = UNKNOWN;
  private long heardOf;
  private int users;

  /**
   * @param maxTail events kept for those who are joining
   */
  LogFeed(LogKey key, int maxTail) {
    this.key = key;
    this.maxTail = maxTail;
  }

  public LogKey key() {
    return key;
  }

  /** Guarded by the hub's map: how many hold this feed. */
  int use(int change) {
    users += change;
    return users;
  }

  /**
   * Takes events in any order.
   *
   * @return whether a number is missing
   */
  boolean offer(List<StoredEvent> events) {
    lock.lock();
    try {
      for (StoredEvent event : events) {
        if (event.seq() > last) {
          early.put(event.seq(), event);
          if (early.size() > MAX_EARLY) {
            early.pollLastEntry();
          }
          heardOf = Math.max(heardOf, event.seq());
        }
      }
      handOn();
      return missing();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Hears that the log has reached a number.
   *
   * @return whether a number is missing
   */
  boolean reached(long seq) {
    lock.lock();
    try {
      heardOf = Math.max(heardOf, seq);
      return missing();
    } finally {
      lock.unlock();
    }
  }

  private boolean missing() {
    return last != UNKNOWN && heardOf > last;
  }

  /** The epoch of the log, once the feed was started. */
  public String epoch() {
    lock.lock();
    try {
      return Objects.requireNonNull(epoch, "The feed was not started");
    } finally {
      lock.unlock();
    }
  }

  /** The last number handed on; negative before anybody has joined. */
  long last() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /**
   * From here on events are kept for the newcomer; ends with {@link #attach} or {@link #giveUp}.
   */
  public void beginJoin() {
    lock.lock();
    try {
      expect();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells where the log stands, read after {@link #beginJoin}. The first to join decides where this
   * feed starts; numbers up to there are the newcomers' own affair.
   *
   * @return whether a number is missing
   */
  boolean startAt(Position position) {
    lock.lock();
    try {
      if (last == UNKNOWN) {
        epoch = position.epoch();
        last = position.seq();
        early.headMap(last, true).clear();
        handOn();
      }
      return missing();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes the newcomer live if nothing lies between what it has and what comes next; events it
   * lacks are delivered now if they are still kept.
   *
   * @param seq the last number the newcomer has
   * @return false when it has to read on first
   */
  public boolean attach(Subscriber subscriber, long seq) {
    lock.lock();
    try {
      if (seq < last) {
        if (tail.isEmpty() || tail.element().seq() > seq + 1) {
          return false;
        }
        tail.stream().filter(event -> event.seq() > seq).forEach(subscriber::deliver);
      }
      admit(subscriber);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  void forgetKept() {
    tail.clear();
  }

  private void handOn() {
    String known = epoch;
    if (last == UNKNOWN || known == null) {
      return;
    }
    while (!early.isEmpty() && early.firstKey() == last + 1) {
      HubEvent event = HubEvent.stored(early.pollFirstEntry().getValue(), known);
      last = event.seq();
      if (isJoined()) {
        tail.add(event);
        if (tail.size() > maxTail) {
          tail.remove();
        }
      }
      deliver(event);
    }
  }
}
