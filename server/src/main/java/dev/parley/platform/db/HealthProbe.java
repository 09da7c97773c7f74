package dev.parley.platform.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the database whether it is there, on a connection of its own, since a busy pool is not a
 * sick database. An answer is good for a second: however many ask, one question a second is put.
 * One thread asks at a time; others take its answer.
 */
final class HealthProbe implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HealthProbe.class);
  private static final int TIMEOUT_SECONDS = 2;
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final DataSource source;
  private final ReentrantLock asking = new ReentrantLock();
  private volatile Answer last = new Answer(false, Long.MIN_VALUE);
  private @Nullable Connection connection;
  private boolean closed;

  HealthProbe(DataSource source) {
    this.source = source;
  }

  boolean healthy() {
    if (last.fresh()) {
      return last.healthy();
    }
    try {
      if (!asking.tryLock(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        return false;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
    try {
      if (!last.fresh()) {
        last = new Answer(ask(), System.nanoTime());
      }
      return last.healthy();
    } finally {
      asking.unlock();
    }
  }

  private boolean ask() {
    if (closed) {
      return false;
    }
    try {
      Connection current = connection;
      if (current == null || !current.isValid(TIMEOUT_SECONDS)) {
        drop();
        current = source.getConnection();
        connection = current;
      }
      return true;
    } catch (SQLException failed) {
      log.warn("The database does not answer: {}", failed.getMessage());
      drop();
      return false;
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

  @Override
  public void close() {
    asking.lock();
    try {
      closed = true;
      drop();
      last = new Answer(false, System.nanoTime());
    } finally {
      asking.unlock();
    }
  }

  private record Answer(boolean healthy, long nanos) {
    boolean fresh() {
      return nanos != Long.MIN_VALUE && System.nanoTime() - nanos < FRESH.toNanos();
    }
  }
}
