package dev.parley.platform.db;

import dev.parley.platform.settings.Secret;
import dev.parley.platform.settings.StartupException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections to PostgreSQL without a pool, and the first one at start. */
final class Connections {
  private static final Logger log = LoggerFactory.getLogger(Connections.class);
  private static final int OLDEST_VERSION = 14;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private Connections() {}

  static PGSimpleDataSource unpooled(DatabaseUrl url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    configure(source, url);
    return source;
  }

  static void configure(PGSimpleDataSource source, DatabaseUrl url) {
    source.setConnectTimeout(5);
    source.setLoginTimeout(10);
    source.setTcpKeepAlive(true);
    source.setApplicationName("parley");
    source.setReWriteBatchedInserts(true);
    // The detail of a violated constraint names the values, and what failed is logged.
    source.setLogServerErrorDetail(false);
    try {
      // After the defaults above: parameters of the URL win.
      source.setUrl(url.jdbc());
    } catch (IllegalArgumentException wrong) {
      throw new StartupException("setting DATABASE_URL: cannot use " + url.jdbc(), wrong);
    }
    url.user().ifPresent(source::setUser);
    url.password().map(Secret::reveal).ifPresent(source::setPassword);
  }

  /**
   * Waits until the database accepts a connection; any other answer than "not yet" fails at once.
   */
  static void await(DataSource source, DatabaseUrl url, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try (Connection connection = source.getConnection()) {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST_VERSION) {
          throw new StartupException(
              "database "
                  + url.jdbc()
                  + " is PostgreSQL "
                  + version
                  + ": expected "
                  + OLDEST_VERSION
                  + " or newer");
        }
        return;
      } catch (SQLException failed) {
        if (!Unavailable.connecting(failed) || System.nanoTime() > deadline) {
          throw new StartupException(
              "cannot connect to database " + url.jdbc() + ": " + failed.getMessage(), failed);
        }
        log.info("Waiting for database {}: {}", url.jdbc(), failed.getMessage());
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new StartupException("interrupted while waiting for the database", interrupted);
    }
  }
}
