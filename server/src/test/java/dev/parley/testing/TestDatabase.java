package dev.parley.testing;

import dev.parley.platform.db.Types;
import dev.parley.platform.postgres.EmbeddedPostgres;
import dev.parley.platform.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * An empty database of a test's own on the one PostgreSQL server that all tests of a Java process
 * share. The server starts with the first one and goes with the process; safe for parallel tests.
 */
public final class TestDatabase {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final EmbeddedPostgres server;
  private final String name;

  private TestDatabase(EmbeddedPostgres server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Makes a new empty database. */
  public static TestDatabase fresh() {
    EmbeddedPostgres server = Shared.SERVER;
    String name = "test_" + COUNT.incrementAndGet();
    try (Connection connection =
            DriverManager.getConnection(
                server.jdbcUrl(), server.username(), server.password().reveal());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name + " STRATEGY file_copy");
    } catch (SQLException failed) {
      throw new IllegalStateException("cannot create database " + name, failed);
    }
    return new TestDatabase(server, name);
  }

  public String name() {
    return name;
  }

  public String jdbcUrl() {
    return server.jdbcUrl(name);
  }

  public String username() {
    return server.username();
  }

  public String password() {
    return server.password().reveal();
  }

  /** Unpooled: each connection is new, so a test can hold as many as it likes. */
  public DataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl());
    source.setUser(username());
    source.setPassword(password());
    return source;
  }

  /** Configured as the server's own. */
  public Jdbi jdbi() {
    return Types.jdbi(dataSource());
  }

  /** Settings that make a server use this database; add a test's own. */
  public Map<String, String> settings() {
    return Map.of(
        "DATABASE_URL", jdbcUrl(), "DATABASE_USER", username(), "DATABASE_PASSWORD", password());
  }

  private static final class Shared {
    static final EmbeddedPostgres SERVER = TestPostgres.startThrowAway();
  }
}
