package dev.parley.platform.outbox;

import dev.parley.platform.audit.AuditReaper;
import dev.parley.platform.idempotency.IdempotencyStore;
import dev.parley.platform.tx.Transactions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away what is older than its retention: events, idempotent answers, audit. Every node does
 * it now and then; two at once only find less to do.
 */
public final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private final Transactions transactions;
  private final LogReaper events;
  private final IdempotencyStore answers;
  private final AuditReaper audit;
  private final Duration interval;
  private final Outage outage = new Outage(LOG, "Housekeeping");
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("housekeeping").unstarted(this::runAlways);

  public Housekeeping(
      Transactions transactions,
      LogReaper events,
      IdempotencyStore answers,
      AuditReaper audit,
      Duration interval) {
    this.transactions = transactions;
    this.events = events;
    this.answers = answers;
    this.audit = audit;
    this.interval = interval;
  }

  public void start() {
    thread.start();
  }

  private void runAlways() {
    try {
      while (!stopped.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          runOnce();
          outage.worked();
        } catch (RuntimeException e) {
          outage.failed(e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // asked to end, and ends
    }
  }

  private void runOnce() {
    long reapedEvents = events.reap();
    int reapedAnswers = transactions.write(answers::reap);
    long reapedEntries = audit.reap();
    if (reapedEvents + reapedAnswers + reapedEntries > 0) {
      LOG.info(
          "Deleted what has expired: {} events, {} answers, {} audit entries",
          reapedEvents,
          reapedAnswers,
          reapedEntries);
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    thread.interrupt();
    Threads.awaitEnd(thread);
  }
}
