package dev.parley.conformance.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Everything that happened to one client, as it saw it. Thread-safe. */
final class History {

  /**
   * An event as its listener got it.
   *
   * @param state the resource that the event speaks of, as REST would answer it
   */
  record StreamEvent(String epoch, long seq, String type, String entity, Object state) {}

  private final String client;
  private final List<Intent> intents = new CopyOnWriteArrayList<>();
  private final Map<String, List<StreamEvent>> events = new ConcurrentHashMap<>();
  private final Map<String, Long> starts = new ConcurrentHashMap<>();
  private final List<String> breaches = new CopyOnWriteArrayList<>();

  History(String client) {
    this.client = client;
  }

  /** Who it happened to. */
  String client() {
    return client;
  }

  Intent add(Intent intent) {
    intents.add(intent);
    return intent;
  }

  List<Intent> intents() {
    return intents;
  }

  /** The topic was joined after this event. */
  void joined(String topic, long seq) {
    starts.put(topic, seq);
    var unused = log(topic);
  }

  /** Appends an event, in the order the listener heard them. */
  void heard(String topic, StreamEvent event) {
    List<StreamEvent> log = log(topic);
    synchronized (log) {
      log.add(event);
    }
  }

  /** The events of each topic that was joined. */
  Map<String, List<StreamEvent>> events() {
    Map<String, List<StreamEvent>> copy = new LinkedHashMap<>();
    starts.keySet().stream().sorted().forEach(topic -> copy.put(topic, events(topic)));
    return copy;
  }

  List<StreamEvent> events(String topic) {
    List<StreamEvent> log = log(topic);
    synchronized (log) {
      return List.copyOf(log);
    }
  }

  /** The number of the last event heard. */
  long last(String topic) {
    List<StreamEvent> log = log(topic);
    synchronized (log) {
      return log.isEmpty() ? start(topic) : log.getLast().seq();
    }
  }

  /** After which event the topic was joined. */
  long start(String topic) {
    return starts.getOrDefault(topic, 0L);
  }

  /** Something that is never allowed: signed out, a subscription ended or could not resume. */
  void breach(String what) {
    breaches.add(what);
  }

  List<String> breaches() {
    return breaches;
  }

  private List<StreamEvent> log(String topic) {
    return events.computeIfAbsent(topic, any -> new ArrayList<>());
  }
}
