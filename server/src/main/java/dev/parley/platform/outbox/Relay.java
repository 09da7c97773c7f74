package dev.parley.platform.outbox;

import dev.parley.platform.event.EventLog;
import dev.parley.platform.event.EventSink;
import dev.parley.platform.event.LogKey;
import dev.parley.platform.event.Position;
import dev.parley.platform.event.StoredEvent;
import dev.parley.platform.tx.Transactions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings committed events to this node's subscribers: the node's own at once, the other nodes' when
 * they signal, and all of them by a poll of the watched logs. A lost signal delays by one poll; it
 * never loses, since what counts is the number in the table. Thread-safe.
 */
public final class Relay implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  private final LogOrigin origin;
  private final EventLog log;
  private final EventSink sink;
  private final Duration poll;
  private final Notifier notifier;
  private final SignalListener listener;
  private final Outage outage = new Outage(LOG, "Polling the event log");
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread poller =
      Thread.ofPlatform().daemon().name("event-poll").unstarted(this::pollAlways);

  /**
   * @param signals where the listening connection comes from
   * @param poll how often the watched logs are looked at; the longest delay a lost signal costs
   */
  public Relay(
      Transactions transactions,
      EventLog log,
      EventSink sink,
      SignalSource signals,
      Duration poll) {
    String node = UUID.randomUUID().toString();
    this.origin = new LogOrigin(transactions);
    this.log = log;
    this.sink = sink;
    this.poll = poll;
    this.notifier = new Notifier(transactions, node);
    this.listener = new SignalListener(signals, node, this::heard);
  }

  /** Makes sure that the log is the one it was, then starts to signal, to listen and to poll. */
  public void start() {
    origin.verify();
    notifier.start();
    listener.start();
    poller.start();
  }

  /** Hands on what this node has just committed. Called on the command's thread; does not block. */
  public void committed(List<StoredEvent> events) {
    Map<LogKey, Long> ends = new HashMap<>();
    events.forEach(event -> ends.merge(event.key(), event.seq(), Math::max));
    notifier.moved(ends);
    sink.committed(events);
  }

  private void heard(Map<LogKey, Long> moved) {
    Map<LogKey, Long> hints = new HashMap<>(moved);
    hints.keySet().retainAll(sink.watched());
    if (!hints.isEmpty()) {
      sink.moved(hints);
    }
  }

  private void pollAlways() {
    try {
      while (!stopped.await(poll.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          pollOnce();
          outage.worked();
        } catch (RuntimeException e) {
          outage.failed(e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // asked to end, and ends
    }
  }

  private void pollOnce() {
    Set<LogKey> watched = sink.watched();
    if (watched.isEmpty()) {
      return;
    }
    Map<LogKey, Long> ends = new HashMap<>();
    for (Map.Entry<LogKey, Position> log : log.positions(watched).entrySet()) {
      if (log.getValue().seq() > 0) {
        ends.put(log.getKey(), log.getValue().seq());
      }
    }
    if (!ends.isEmpty()) {
      sink.moved(ends);
    }
  }

  /** Ends the poll and the listening, tells the other nodes what they have not been told yet. */
  @Override
  public void close() {
    stopped.countDown();
    notifier.close();
    listener.close();
    Threads.awaitEnd(poller);
  }
}
