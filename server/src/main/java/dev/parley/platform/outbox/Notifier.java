package dev.parley.platform.outbox;

import static dev.parley.platform.outbox.LogWriter.array;

import dev.parley.platform.event.LogKey;
import dev.parley.platform.tx.Transactions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other nodes which logs moved, from a thread of its own: a NOTIFY inside the writing
 * transactions would make all of them queue for one lock of the whole database at commit. What
 * comes while one is being sent goes with the next. A failed one is dropped: the others poll.
 */
final class Notifier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

  // A lost hint costs a second, so its commit need not wait for the disk.
  private static final String NOTIFY =
      """
      SELECT set_config('synchronous_commit', 'off', true), count(pg_notify(:channel, payload))
      FROM unnest(:payloads) AS payload
      """;

  private final Transactions transactions;
  private final String node;
  private final Outage outage = new Outage(LOG, "Signalling the other nodes");
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("event-notifier").unstarted(this::run);
  private Map<LogKey, Long> pending = new HashMap<>();
  private boolean closing;

  Notifier(Transactions transactions, String node) {
    this.transactions = transactions;
    this.node = node;
  }

  void start() {
    thread.start();
  }

  /** Never blocks for longer than it takes to merge two maps. */
  void moved(Map<LogKey, Long> logs) {
    lock.lock();
    try {
      logs.forEach((key, seq) -> pending.merge(key, seq, Math::max));
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    for (Map<LogKey, Long> batch = take(); !batch.isEmpty(); batch = take()) {
      send(batch);
    }
  }

  /** Waits for news; empty only when closing and all is told. */
  private Map<LogKey, Long> take() {
    lock.lock();
    try {
      while (pending.isEmpty() && !closing) {
        news.awaitUninterruptibly();
      }
      Map<LogKey, Long> batch = pending;
      pending = new HashMap<>();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void send(Map<LogKey, Long> batch) {
    Object[] payloads = new Signal(node, batch).payloads().toArray();
    try {
      transactions.write(
          handle ->
              handle
                  .createQuery(NOTIFY)
                  .bind("channel", Signal.CHANNEL)
                  .bind("payloads", array("text", payloads))
                  .map((row, context) -> row.getLong(2))
                  .one());
      outage.worked();
    } catch (RuntimeException e) {
      outage.failed(e);
    }
  }

  /** Tells what is pending, then ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      news.signal();
    } finally {
      lock.unlock();
    }
    Threads.awaitEnd(thread);
  }
}
