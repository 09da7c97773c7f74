package dev.parley.platform.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the pool gets its connections. While the database is away or starting it is asked again and
 * again, since the pool itself would rest for up to five seconds after a refusal, also when the
 * database is long back. Requests do not wait here but in the pool, for as long as that allows.
 * Thread-safe.
 */
@SuppressWarnings("serial") // never serialised
final class PatientSource extends PGSimpleDataSource {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 100;

  /** What the network may take beyond the time a statement may. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final boolean configured;
  private final transient CountDownLatch stopped = new CountDownLatch(1);

  PatientSource(DatabaseUrl url, DatabaseSettings settings) {
    Connections.configure(this, url);
    if (getSocketTimeout() == 0) {
      // A database that went without a word (its machine, the network) must not hold a request.
      setSocketTimeout((int) settings.statementTimeout().plus(MARGIN).toSeconds());
    }
    configured = true;
  }

  /**
   * The pool would have it as short as requests wait for a connection. On a busy machine none would
   * ever be made then.
   */
  @Override
  public void setLoginTimeout(int seconds) {
    if (!configured) {
      super.setLoginTimeout(seconds);
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return super.getConnection();
      } catch (SQLException refused) {
        if (!Unavailable.connecting(refused) || System.nanoTime() > deadline || pause()) {
          throw refused;
        }
      }
    }
  }

  /** True if there is nothing to wait for any more. */
  private boolean pause() {
    try {
      return stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Nothing is waited for from here on. */
  void stop() {
    stopped.countDown();
  }
}
