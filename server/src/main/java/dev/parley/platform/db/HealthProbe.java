package dev.parley.platform.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database whether it is there, on a connection of its own, since a busy pool is not a
 * sick database. However many ask, one question is put at a time and its answer is good for a
 * second; none waits longer than two seconds, even where the database hangs. Thread-safe: the lock
 * guards the question, and only the thread that works on it touches the connection.
 */
final class HealthProbe implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HealthProbe.class);
  private static final int TIMEOUT_SECONDS = 2;
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final DataSource source;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable CompletableFuture<Answer> question;
  private @Nullable Connection connection;
  private final AtomicBoolean failing = new AtomicBoolean();
  private volatile boolean closed;

  HealthProbe(DataSource source) {
    this.source = source;
  }

  boolean healthy() {
    try {
      return question().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).healthy();
    } catch (TimeoutException hangs) {
      failing("no answer within " + TIMEOUT_SECONDS + " s");
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }

  /** The question in progress, or one whose answer is fresh, else a new one. */
  private CompletableFuture<Answer> question() {
    lock.lock();
    try {
      CompletableFuture<Answer> current = question;
      if (current == null || (current.isDone() && !current.join().fresh())) {
        current = CompletableFuture.supplyAsync(this::ask, HealthProbe::start);
        question = current;
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  private static void start(Runnable work) {
    Thread.ofVirtual().name("database-health").start(work);
  }

  private Answer ask() {
    boolean healthy = !closed && answers();
    if (closed) {
      drop();
    }
    return new Answer(healthy, System.nanoTime());
  }

  private boolean answers() {
    try {
      Connection current = connection;
      if (current == null || !current.isValid(TIMEOUT_SECONDS)) {
        drop();
        connection = source.getConnection();
      }
      if (failing.compareAndSet(true, false)) {
        log.info("The database answers again");
      }
      return true;
    } catch (SQLException failed) {
      failing(failed.getMessage());
      drop();
      return false;
    }
  }

  /** Said once, however often it is asked. */
  private void failing(String why) {
    if (failing.compareAndSet(false, true)) {
      log.warn("The database does not answer: {}", why);
    }
  }

  private void drop() {
    Connection old = connection;
    connection = null;
    if (old != null) {
      try {
        old.close();
      } catch (SQLException broken) {
        log.debug("Closing a broken connection", broken);
      }
    }
  }

  /** Every answer from here on is no. */
  @Override
  public void close() {
    closed = true;
    lock.lock();
    try {
      // After the question in progress, whose thread owns the connection.
      CompletableFuture<Answer> last = question;
      CompletableFuture<Answer> end =
          last == null
              ? CompletableFuture.completedFuture(ask())
              : last.handle((answer, failure) -> ask());
      question = end;
    } finally {
      lock.unlock();
    }
  }

  private record Answer(boolean healthy, long nanos) {
    boolean fresh() {
      return System.nanoTime() - nanos < FRESH.toNanos();
    }
  }
}
