package dev.parley.platform.ws.hub;

import dev.parley.platform.event.EventLog;
import dev.parley.platform.event.EventSink;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.event.StoredEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where committed events meet the subscribers of this node ("Delivery"). Signals may come twice,
 * out of order or not at all: each log's feed drops what it has seen, and what is missing is read
 * from the log. Thread-safe.
 */
public final class Hub implements EventSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
  private static final int PAGE = 200;

  /** Commits overtake each other on their way here; only what stays away longer is read. */
  private static final long PATIENCE_MS = 20;

  private static final long RETRY_MS = 1000;

  private final EventLog log;
  private final ConcurrentHashMap<LogKey, LogFeed> feeds = new ConcurrentHashMap<>();
  private final Set<LogKey> filling = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("hub-timer").factory());

  public Hub(EventLog log) {
    this.log = log;
  }

  /** Events read or kept at a time. */
  public int page() {
    return PAGE;
  }

  /** The feed of a log, kept until each {@code acquire} has its {@link #release}. */
  public LogFeed acquire(LogKey key) {
    return feeds.compute(
        key,
        (k, known) -> {
          LogFeed feed = known == null ? new LogFeed(k, PAGE) : known;
          feed.use(1);
          return feed;
        });
  }

  public void release(LogFeed feed, Subscriber subscriber) {
    feed.detach(subscriber);
    feeds.compute(feed.key(), (k, known) -> feed.use(-1) == 0 ? null : known);
  }

  /** Tells a feed where its log stands; the reader has begun to join it before it read that. */
  public void startAt(LogFeed feed, Position position) {
    if (feed.startAt(position)) {
      fillLater(feed, PATIENCE_MS);
    }
  }

  /** Delivers events read from the log to one who is catching up. */
  public void replay(List<StoredEvent> events, String epoch, Subscriber subscriber) {
    events.forEach(event -> subscriber.deliver(HubEvent.stored(event, epoch)));
  }

  @Override
  public void committed(List<StoredEvent> events) {
    Map<LogKey, List<StoredEvent>> byLog =
        events.stream()
            .filter(event -> feeds.containsKey(event.key()))
            .collect(Collectors.groupingBy(StoredEvent::key));
    byLog.forEach(this::offer);
  }

  private void offer(LogKey key, List<StoredEvent> events) {
    LogFeed feed = feeds.get(key);
    if (feed != null && feed.offer(events)) {
      fillLater(feed, PATIENCE_MS);
    }
  }

  @Override
  public void moved(Map<LogKey, Long> hints) {
    Map<LogKey, Long> behind = new HashMap<>();
    hints.forEach(
        (key, seq) -> {
          LogFeed feed = feeds.get(key);
          if (feed != null && feed.reached(seq)) {
            behind.put(key, feed.last());
          }
        });
    while (!behind.isEmpty()) {
      Map<LogKey, List<StoredEvent>> news = log.after(behind, PAGE);
      behind.clear();
      news.forEach(
          (key, events) -> {
            offer(key, events);
            if (events.size() >= PAGE) {
              behind.put(key, events.getLast().seq());
            }
          });
    }
  }

  @Override
  public Set<LogKey> watched() {
    return Collections.unmodifiableSet(feeds.keySet());
  }

  private void fillLater(LogFeed feed, long delay) {
    if (filling.add(feed.key())) {
      var unused =
          timer.schedule(
              () -> Thread.ofVirtual().name("hub-fill").start(() -> fill(feed)),
              delay,
              TimeUnit.MILLISECONDS);
    }
  }

  private void fill(LogFeed feed) {
    boolean done = false;
    try {
      done = readOn(feed);
    } catch (RuntimeException e) {
      LOG.warn("Log {} could not be read, trying again: {}", feed.key(), e.toString());
    } finally {
      filling.remove(feed.key());
    }
    if (!done && feeds.get(feed.key()) == feed) {
      fillLater(feed, RETRY_MS);
    }
  }

  /** Reads what is missing; false if it did not come to an end. */
  private boolean readOn(LogFeed feed) {
    boolean missing = feed.reached(0);
    while (missing) {
      List<StoredEvent> events = new ArrayList<>(log.after(feed.key(), feed.last(), PAGE));
      missing = feed.offer(events);
      if (events.isEmpty()) {
        return !missing;
      }
    }
    return true;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
