package dev.parley.platform.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.parley.platform.postgres.EmbeddedPostgres;
import dev.parley.platform.postgres.PostgresSettings;
import dev.parley.platform.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The server's database: the external one that DATABASE_URL names, else the embedded one, which
 * lives as long as this is open. One pool of connections serves all modules. Thread-safe.
 */
public final class Database implements AutoCloseable {
  private static final Duration LEAK = Duration.ofMinutes(2);

  private final @Nullable EmbeddedPostgres embedded;
  private final PGSimpleDataSource unpooled;
  private final PatientSource pooled;
  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final HealthProbe probe;

  private Database(
      @Nullable EmbeddedPostgres embedded, DatabaseUrl url, DatabaseSettings settings) {
    this.embedded = embedded;
    this.unpooled = Connections.unpooled(url);
    Connections.await(unpooled, url, settings.patience());
    this.pooled = new PatientSource(url, settings);
    this.pool = new HikariDataSource(pool(pooled, settings));
    this.jdbi = Types.jdbi(pool);
    this.probe = new HealthProbe(unpooled);
  }

  /** Starts or finds the database and connects to it; what prevents that is a StartupException. */
  public static Database open(Settings settings) {
    DatabaseSettings database = DatabaseSettings.from(settings);
    PostgresSettings embedded = PostgresSettings.from(settings);
    if (database.url().isPresent()) {
      return new Database(null, database.url().get(), database);
    }
    EmbeddedPostgres postgres = EmbeddedPostgres.start(embedded);
    boolean opened = false;
    try {
      DatabaseUrl url =
          new DatabaseUrl(
              postgres.jdbcUrl(),
              Optional.of(postgres.username()),
              Optional.of(postgres.password()));
      Database result = new Database(postgres, url, database);
      opened = true;
      return result;
    } finally {
      if (!opened) {
        postgres.close();
      }
    }
  }

  /** Brings the schemas of these modules up to date, in this order; see {@link Migrations}. */
  public void migrate(List<String> modules) {
    new Migrations(unpooled).run(modules);
  }

  /** The pool. */
  public DataSource dataSource() {
    return pool;
  }

  /** Over the pool; for {@code tx.Transactions} alone. */
  public Jdbi jdbi() {
    return jdbi;
  }

  /** Connections outside the pool, for what keeps one for long, such as listening. */
  public DataSource unpooled() {
    return unpooled;
  }

  /** True if the database answers within two seconds. Cheap to ask, also when the pool is busy. */
  public boolean healthy() {
    return probe.healthy();
  }

  /** The embedded server, if that is what is used. */
  public Optional<EmbeddedPostgres> embedded() {
    return Optional.ofNullable(embedded);
  }

  /**
   * Completes with the reason, one line, when the embedded server ended and could not be brought
   * back. An external one may always come back.
   */
  public CompletionStage<String> givenUp() {
    return embedded == null ? new CompletableFuture<>() : embedded.givenUp();
  }

  private static HikariConfig pool(DataSource source, DatabaseSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("database");
    config.setDataSource(source);
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(Math.min(settings.poolSize(), 4));
    config.setConnectionTimeout(settings.borrowTimeout().toMillis());
    config.setValidationTimeout(Math.min(2000, settings.borrowTimeout().toMillis()));
    config.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
    config.setLeakDetectionThreshold(LEAK.toMillis());
    // A connection that was leaked inside a transaction must not hold its locks for ever. Commands
    // are written for READ COMMITTED, whatever the database's own default.
    config.setConnectionInitSql(
        "SET default_transaction_isolation = 'read committed'; SET statement_timeout = "
            + settings.statementTimeout().toMillis()
            + "; SET idle_in_transaction_session_timeout = "
            + LEAK.toMillis());
    return config;
  }

  /** Closes the pool, then stops the embedded server. */
  @Override
  public void close() {
    if (embedded != null) {
      embedded.expectEnd();
    }
    probe.close();
    pooled.stop();
    pool.close();
    if (embedded != null) {
      embedded.close();
    }
  }
}
