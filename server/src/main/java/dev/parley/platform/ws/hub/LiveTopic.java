package dev.parley.platform.ws.hub;

import dev.parley.platform.event.Position;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * One topic outside the log: a ring of its sequenced events, and while somebody joins the newest of
 * each conflated value. Thread-safe; nothing blocks while the lock is held.
 */
public final class LiveTopic extends Audience {
  private final String epoch;
  private final int capacity;
  private final ArrayDeque<Ordered> ring = new ArrayDeque<>();
  private final Map<String, Ordered> fresh = new LinkedHashMap<>();
  private long seq;
  private long number;
  private long order;

  LiveTopic(String epoch, int capacity) {
    this.epoch = epoch;
    this.capacity = capacity;
  }

  void conflated(String key, String type, String entityId, Instant time, Supplier<String> data) {
    lock.lock();
    try {
      number++;
      order++;
      if (isDeserted()) {
        return;
      }
      HubEvent event =
          HubEvent.conflated(type, entityId, time, new HubEvent.Conflation(key, number), data);
      if (isJoined()) {
        fresh.put(key, new Ordered(order, event));
      }
      deliver(event);
    } finally {
      lock.unlock();
    }
  }

  long sequenced(String type, String entityId, Instant time, Supplier<String> data) {
    lock.lock();
    try {
      seq++;
      order++;
      HubEvent event = HubEvent.sequenced(type, entityId, time, epoch, seq, data);
      ring.add(new Ordered(order, event));
      if (ring.size() > capacity) {
        ring.remove();
      }
      deliver(event);
      return seq;
    } finally {
      lock.unlock();
    }
  }

  /** The last number given. */
  public Position position() {
    lock.lock();
    try {
      return new Position(epoch, seq);
    } finally {
      lock.unlock();
    }
  }

  /** The position up to which the ring has forgotten; later ones can be resumed from. */
  public OptionalLong forgotten() {
    lock.lock();
    try {
      return ring.size() < capacity || ring.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(ring.element().event().seq() - 1);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Begins to keep what happens for a newcomer; ends with {@link #attach} or {@link #giveUp}.
   *
   * @return where the topic stands now
   */
  public Mark beginJoin() {
    lock.lock();
    try {
      expect();
      return new Mark(new Position(epoch, seq), order);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes the newcomer live, after what it lacks: sequenced events after {@code from}, and the
   * conflated values since its mark, in the order in which they happened.
   *
   * @return false when the ring has lost some of it meanwhile
   */
  public boolean attach(Subscriber subscriber, long from, Mark mark) {
    lock.lock();
    try {
      long first = ring.isEmpty() ? seq + 1 : ring.element().event().seq();
      if (from + 1 < first && from < seq) {
        return false;
      }
      List<Ordered> lacking = new ArrayList<>();
      ring.stream().filter(kept -> kept.event().seq() > from).forEach(lacking::add);
      fresh.values().stream().filter(kept -> kept.order() > mark.order()).forEach(lacking::add);
      lacking.sort(Comparator.comparingLong(Ordered::order));
      lacking.forEach(kept -> subscriber.deliver(kept.event()));
      admit(subscriber);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  void forgetKept() {
    fresh.clear();
  }

  /**
   * A moment in the life of a topic.
   *
   * @param order counts events of both kinds
   */
  public record Mark(Position position, long order) {}

  private record Ordered(long order, HubEvent event) {}
}
