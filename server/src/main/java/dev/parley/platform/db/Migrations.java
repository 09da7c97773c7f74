package dev.parley.platform.db;

import dev.parley.platform.settings.StartupException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings database schemas up to date: a module's from the class path's {@code db/<module>}, in the
 * schema of its name, with its own {@code schema_history}. Several nodes may do so at once: one
 * does, the others wait and find nothing left to do. A database newer than this program is left as
 * it is, so that old and new nodes can run side by side during an update.
 */
public final class Migrations {
  private static final Logger log = LoggerFactory.getLogger(Migrations.class);

  /** Any number no other user of advisory locks has: "parleymg" as bytes. */
  private static final long LOCK = 0x7061726c65796d67L;

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration STEP = Duration.ofMillis(100);

  private final DataSource source;

  /**
   * @param source connections outside a pool, without limits on how long a statement may run
   */
  public Migrations(DataSource source) {
    this.source = source;
  }

  /** Migrates the modules in this order; one without migrations is passed over. */
  public void run(List<String> modules) {
    try (Connection connection = source.getConnection()) {
      lock(connection);
      for (String module : modules) {
        migrate(module);
      }
      // Closing the connection unlocks.
    } catch (SQLException failed) {
      throw new StartupException("cannot migrate the database: " + failed.getMessage(), failed);
    }
  }

  /** Asks again and again instead of waiting inside one statement, which would hold a snapshot. */
  private static void lock(Connection connection) throws SQLException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!tryLock(connection)) {
      if (System.nanoTime() > deadline) {
        throw new StartupException(
            "another server has been migrating the database for "
                + PATIENCE.toMinutes()
                + " minutes: wait for it, then start again");
      }
      try {
        Thread.sleep(STEP);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new StartupException("interrupted while waiting to migrate", interrupted);
      }
    }
  }

  private static boolean tryLock(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
      statement.setLong(1, LOCK);
      try (ResultSet rs = statement.executeQuery()) {
        return rs.next() && rs.getBoolean(1);
      }
    }
  }

  private void migrate(String module) {
    try {
      Flyway flyway =
          Flyway.configure()
              .loggers(MigrationLog.class.getName())
              .dataSource(source)
              .locations("classpath:db/" + module)
              .failOnMissingLocations(false)
              .defaultSchema(module)
              .schemas(module)
              .table("schema_history")
              .placeholderReplacement(false)
              .validateMigrationNaming(true)
              .cleanDisabled(true)
              .load();
      if (flyway.info().all().length == 0) {
        return;
      }
      MigrateResult result = flyway.migrate();
      if (result.migrationsExecuted > 0) {
        log.info(
            "Migrated schema {} to version {} ({} steps)",
            module,
            result.targetSchemaVersion,
            result.migrationsExecuted);
      }
    } catch (FlywayException failed) {
      throw new StartupException(
          "cannot migrate schema " + module + ": " + failed.getMessage(), failed);
    }
  }
}
