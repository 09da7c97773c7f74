package dev.parley.platform.sample;

import dev.parley.platform.event.EventLog;
import dev.parley.platform.event.EventSink;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.StoredEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** The least that a hub does: one subscriber a log, drop what was seen, fetch what is missing. */
public final class RecordingHub implements EventSink {
  private final EventLog log;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<LogKey, List<StoredEvent>> delivered = new HashMap<>();

  public RecordingHub(EventLog log) {
    this.log = log;
  }

  public void watch(LogKey key) {
    locked(() -> delivered.computeIfAbsent(key, k -> new ArrayList<>()));
  }

  public List<StoredEvent> delivered(LogKey key) {
    return locked(() -> List.copyOf(delivered.getOrDefault(key, List.of())));
  }

  @Override
  public void committed(List<StoredEvent> events) {
    events.forEach(this::accept);
  }

  @Override
  public void moved(Map<LogKey, Long> hints) {
    hints.forEach(
        (key, seq) -> {
          long seen = delivered(key).size();
          while (seen < seq) {
            List<StoredEvent> next = log.after(key, seen, 100);
            next.forEach(this::accept);
            seen += next.size();
          }
        });
  }

  @Override
  public Set<LogKey> watched() {
    return locked(() -> Set.copyOf(delivered.keySet()));
  }

  private void accept(StoredEvent event) {
    locked(
        () -> {
          List<StoredEvent> seen = delivered.get(event.key());
          return seen != null && event.seq() == seen.size() + 1 && seen.add(event);
        });
  }

  private <T> T locked(java.util.function.Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
