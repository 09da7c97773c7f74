package dev.parley.datafeed;

import dev.parley.platform.event.LiveFeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Numbers events as the hub does, and keeps them all. */
public final class RecordingFeed implements LiveFeed {
  private final Map<String, List<Event>> sequenced = new ConcurrentHashMap<>();
  private final List<Event> conflated = new CopyOnWriteArrayList<>();

  /** What was published. */
  public record Event(String topic, long seq, String type, String entityId, Object data) {}

  @Override
  public void conflated(
      String topic, String conflationKey, String type, String entityId, Object data) {
    conflated.add(new Event(topic, 0, type, entityId, data));
  }

  @Override
  public long sequenced(String topic, String type, String entityId, Object data) {
    List<Event> events = sequenced.computeIfAbsent(topic, name -> new ArrayList<>());
    synchronized (events) {
      events.add(new Event(topic, events.size() + 1L, type, entityId, data));
      return events.size();
    }
  }

  @Override
  public String epoch() {
    return "here";
  }

  public List<Event> sequenced(String topic) {
    List<Event> events = sequenced.computeIfAbsent(topic, name -> new ArrayList<>());
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  public List<Event> conflated(String topic) {
    return conflated.stream().filter(event -> event.topic().equals(topic)).toList();
  }
}
