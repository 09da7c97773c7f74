package dev.parley.platform.outbox;

import dev.parley.platform.event.LogKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the other nodes' signals on a connection of its own and connects again when that breaks;
 * until then the poll stands in. Silence is checked, since a half-open connection says nothing.
 */
final class SignalListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SignalListener.class);
  private static final int WAIT_MILLIS = 10_000;
  private static final int CHECK_SECONDS = 3;
  private static final long RECONNECT_MILLIS = 1_000;

  private final SignalSource source;
  private final String node;
  private final Consumer<Map<LogKey, Long>> moved;
  private final Outage outage = new Outage(LOG, "Hearing the other nodes");
  private final Outage following = new Outage(LOG, "Following another node's signal");
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("event-listener").unstarted(this::run);
  private volatile @Nullable Connection current;

  SignalListener(SignalSource source, String node, Consumer<Map<LogKey, Long>> moved) {
    this.source = source;
    this.node = node;
    this.moved = moved;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      do {
        try (Connection connection = source.connect()) {
          current = connection;
          listen(connection);
        } catch (SQLException | RuntimeException e) {
          if (stopped.getCount() > 0) {
            outage.failed(e);
          }
        }
      } while (!stopped.await(RECONNECT_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // asked to end, and ends
    }
  }

  private void listen(Connection connection) throws SQLException {
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + Signal.CHANNEL);
    }
    outage.worked();
    PGConnection postgres = connection.unwrap(PGConnection.class);
    while (stopped.getCount() > 0) {
      PGNotification @Nullable [] heard = postgres.getNotifications(WAIT_MILLIS);
      if (heard == null || heard.length == 0) {
        if (!connection.isValid(CHECK_SECONDS)) {
          throw new SQLException("The connection is silent and dead");
        }
        continue;
      }
      for (PGNotification notification : heard) {
        follow(notification.getParameter());
      }
    }
  }

  /** Whatever goes wrong with one signal is not the connection's fault, and the poll mends it. */
  private void follow(String payload) {
    try {
      Signal signal = Signal.parse(payload);
      if (!signal.node().equals(node)) {
        moved.accept(signal.moved());
        following.worked();
      }
    } catch (RuntimeException e) {
      following.failed(e);
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    Connection connection = current;
    if (connection != null) {
      try {
        connection.abort(Runnable::run); // the thread waits in a read that nothing else ends
      } catch (SQLException e) {
        LOG.debug("The listening connection was gone already", e);
      }
    }
    Threads.awaitEnd(thread);
  }
}
