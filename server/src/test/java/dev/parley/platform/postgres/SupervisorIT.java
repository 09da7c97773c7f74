package dev.parley.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.platform.postgres.EmbeddedPostgres.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens when PostgreSQL ends although nobody asked it to. */
@Timeout(180)
class SupervisorIT {
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path home;

  @BeforeEach
  void prepare() {
    TestPostgres.prepare(home);
  }

  @Test
  void startsItAgainOnItsPortWithAllThatWasCommitted() throws Exception {
    try (EmbeddedPostgres postgres = start(10)) {
      int port = postgres.port();
      try (Connection connection = connect(postgres)) {
        execute(connection, "CREATE TABLE t (n int)");
        execute(connection, "INSERT INTO t VALUES (1)");
      }
      long first = kill(postgres);
      await().atMost(LONG).until(() -> postgres.pid() != first);
      long second = kill(postgres);
      await().atMost(LONG).until(() -> postgres.pid() != second);

      assertThat(postgres.port()).isEqualTo(port);
      try (Connection connection = connect(postgres)) {
        assertThat(query(connection, "SELECT count(*) FROM t")).isEqualTo("1");
      }
    }
    assertNothingRuns();
  }

  @Test
  void endsASuspendedSessionBeforeItStartsAnew() throws Exception {
    try (EmbeddedPostgres postgres = start(10);
        Connection suspended = connect(postgres)) {
      long session = Long.parseLong(query(suspended, "SELECT pg_backend_pid()"));
      TestPostgres.signal("STOP", session);
      long before = kill(postgres);
      await().atMost(LONG).until(() -> postgres.pid() != before);

      assertThat(Processes.isPostgres(session)).isFalse();
      try (Connection connection = connect(postgres)) {
        assertThat(query(connection, "SELECT 1")).isEqualTo("1");
      }
    }
  }

  @Test
  void saysWhyItGaveUp() throws Exception {
    Path away = home.resolve("away");
    try (EmbeddedPostgres postgres = start(2)) {
      Files.move(home.resolve("data"), away);
      kill(postgres);

      String reason = postgres.givenUp().toCompletableFuture().get(90, TimeUnit.SECONDS);
      assertThat(reason)
          .startsWith("the embedded PostgreSQL ended unexpectedly and was given up: ")
          .contains("'" + home.resolve("data") + "'")
          .doesNotContain("\n");
      // What is not there must never be replaced by an empty database.
      assertThat(home.resolve("data")).doesNotExist();
    }
    Files.move(away, home.resolve("data"));
    try (EmbeddedPostgres postgres = start(2)) {
      assertThat(postgres.origin()).isEqualTo(Origin.STARTED);
    }
  }

  @Test
  void isLeftAloneWhereThatIsSet() throws Exception {
    try (EmbeddedPostgres postgres = start(0)) {
      kill(postgres);
      assertThat(postgres.givenUp().toCompletableFuture().get(90, TimeUnit.SECONDS))
          .contains("given up");
    }
    assertNothingRuns();
  }

  @Test
  void leavesNothingBehindWhenItIsClosedWhileStarting() throws Exception {
    Path data = home.resolve("data");
    for (boolean early : new boolean[] {true, false}) {
      EmbeddedPostgres postgres = start(10);
      long killed = kill(postgres);
      // Early: its starter may not have started it yet. Late: it is there and recovers.
      await()
          .pollInterval(Duration.ofMillis(1))
          .atMost(LONG)
          .until(
              () ->
                  early
                      ? Processes.given(data).isPresent()
                      : PidFile.read(data).filter(file -> file.pid() != killed).isPresent());
      postgres.close();
      assertNothingRuns();
    }
  }

  @Test
  void isAdoptedWhenItsOwnerWasKilledWhileStartingIt() throws Exception {
    Path data = home.resolve("data");
    try (ChildServer child = ChildServer.start(home)) {
      assertThat(child.line()).startsWith("READY");
      long postmaster = PidFile.read(data).orElseThrow().pid();
      TestPostgres.signal("KILL", postmaster);
      await()
          .pollInterval(Duration.ofMillis(1))
          .atMost(LONG)
          .until(
              () ->
                  Processes.given(data).filter(process -> process.pid() != postmaster).isPresent());
      child.kill();
    }
    try (EmbeddedPostgres postgres = start(10)) {
      assertThat(postgres.origin()).isEqualTo(Origin.ADOPTED);
      // One that was adopted is looked after as well.
      long adopted = kill(postgres);
      await().atMost(LONG).until(() -> postgres.pid() != adopted);
      try (Connection connection = connect(postgres)) {
        assertThat(query(connection, "SHOW fsync")).isEqualTo("on");
      }
    }
    assertNothingRuns();
  }

  private EmbeddedPostgres start(int attempts) throws IOException {
    return EmbeddedPostgres.start(
        new PostgresSettings(
            home, OptionalInt.empty(), TestPostgres.PATIENCE, RestartPolicy.of(attempts)),
        TestPostgres.durable(TestPostgres.distributions()));
  }

  /**
   * What was started by somebody who was killed is no child of ours: its end shows a little later.
   */
  private void assertNothingRuns() {
    Path data = home.resolve("data");
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> {
              assertThat(Processes.given(data)).isEmpty();
              assertThat(Processes.workingIn(data)).isEmpty();
            });
  }

  private static long kill(EmbeddedPostgres postgres) {
    long pid = postgres.pid();
    TestPostgres.signal("KILL", pid);
    return pid;
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl(), postgres.username(), postgres.password().reveal());
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery(sql)) {
      rs.next();
      return rs.getString(1);
    }
  }
}
