package dev.parley.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.platform.postgres.EmbeddedPostgres.Origin;
import dev.parley.platform.settings.StartupException;
import dev.parley.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
  @TempDir Path home;

  @Test
  void isDurableAndPrivate() throws Exception {
    try (EmbeddedPostgres postgres = start()) {
      for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
        assertThat(query(postgres, "SHOW " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(query(postgres, "SHOW data_checksums")).isEqualTo("on");
      assertThat(query(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(Files.readString(home.resolve("data").resolve("postgresql.conf")))
          .contains("unix_socket_directories = ''");
      assertThat(query(postgres, "SHOW password_encryption")).isEqualTo("scram-sha-256");
      assertThat(query(postgres, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
          .isEqualTo("f");
      assertThatThrownBy(() -> query(postgres, "ALTER SYSTEM SET fsync = off"))
          .isInstanceOf(SQLException.class);

      assertRefused(postgres, "parley", "wrong", "password authentication failed");
      assertRefused(postgres, "parley", "", "password");
      String password = postgres.password().reveal();
      assertRefused(postgres, "postgres", password, "no pg_hba.conf entry");
      assertRefused(postgres, "somebody", password, "no pg_hba.conf entry");

      assertThat(FileTreesForTests.mode(home)).isEqualTo("rwx------");
      assertThat(FileTreesForTests.mode(home.resolve("data"))).isEqualTo("rwx------");
      assertThat(FileTreesForTests.mode(home.resolve("password"))).isEqualTo("rw-------");
      assertThat(Files.readString(home.resolve("password")).strip()).isEqualTo(password);
      assertThat(Files.readString(home.resolve("server.log"))).doesNotContain(password);
    }
  }

  @Test
  void keepsDataAndPortOverRestarts() throws Exception {
    int port;
    try (EmbeddedPostgres postgres = start()) {
      assertThat(postgres.origin()).isEqualTo(Origin.CREATED);
      write(postgres, "CREATE TABLE t AS SELECT 42 AS answer");
      port = postgres.port();
    }
    assertThat(Ports.free(port)).isTrue();
    try (EmbeddedPostgres postgres = start()) {
      assertThat(postgres.origin()).isEqualTo(Origin.STARTED);
      assertThat(postgres.port()).isEqualTo(port);
      assertThat(query(postgres, "SELECT answer FROM t")).isEqualTo("42");
    }
  }

  @Test
  void keepsWhatWasCommittedWhenPostgresItselfIsKilled() throws Exception {
    TestPostgres.prepare(home);
    try (EmbeddedPostgres postgres = start()) {
      write(postgres, "CREATE TABLE t AS SELECT generate_series(1, 1000) AS n");
      ProcessHandle server = ProcessHandle.of(postgres.pid()).orElseThrow();
      server.destroyForcibly();
      server.onExit().get(30, TimeUnit.SECONDS);
    }
    try (EmbeddedPostgres postgres = start()) {
      assertThat(query(postgres, "SELECT count(*) FROM t")).isEqualTo("1000");
    }
  }

  @Test
  void adoptsTheServerThatAKilledProcessLeft() throws Exception {
    TestPostgres.prepare(home);
    String ready;
    try (ChildServer child = ChildServer.start(home)) {
      ready = child.line();
      assertThat(ready).startsWith("READY STARTED");
      child.kill();
    }
    try (EmbeddedPostgres postgres = start()) {
      assertThat(postgres.origin()).isEqualTo(Origin.ADOPTED);
      assertThat(ready).endsWith(" " + postgres.pid() + " " + postgres.port());
    }
    assertThat(PidFile.read(home.resolve("data"))).isEmpty();
  }

  @Test
  void endsALeftServerThatDoesNotFitAndStartsAnew() throws Exception {
    TestPostgres.prepare(home);
    try (ChildServer child = ChildServer.start(home)) {
      assertThat(child.line()).startsWith("READY");
      child.kill();
    }
    long left = PidFile.read(home.resolve("data")).orElseThrow().pid();
    int port = freePort();
    try (EmbeddedPostgres postgres = start(OptionalInt.of(port))) {
      assertThat(postgres.origin()).isEqualTo(Origin.RESTARTED);
      assertThat(postgres.port()).isEqualTo(port);
      assertThat(postgres.pid()).isNotEqualTo(left);
      assertThat(Processes.isPostgres(left)).isFalse();
    }
  }

  @Test
  void startsAfterItsPidWasGivenToAnotherProgram() throws Exception {
    TestPostgres.prepare(home);
    long other = ProcessHandle.current().pid();
    Path stale = home.resolve("data").resolve(PidFile.NAME);
    Files.writeString(stale, other + "\n" + home.resolve("data") + "\n1\n5432\n\n127.0.0.1\n\n");

    try (EmbeddedPostgres postgres = start()) {
      assertThat(postgres.origin()).isEqualTo(Origin.STARTED);
    }
  }

  @Test
  void startsAfterItsPidWasGivenToAnotherServersProcess() throws Exception {
    TestPostgres.prepare(home);
    try (Connection elsewhere = TestDatabase.fresh().dataSource().getConnection();
        Statement statement = elsewhere.createStatement();
        ResultSet rs = statement.executeQuery("SELECT pg_backend_pid()")) {
      rs.next();
      Path stale = home.resolve("data").resolve(PidFile.NAME);
      Files.writeString(
          stale, rs.getLong(1) + "\n" + home.resolve("data") + "\n1\n5432\n\n127.0.0.1\n\n");

      try (EmbeddedPostgres postgres = start()) {
        assertThat(postgres.origin()).isEqualTo(Origin.STARTED);
      }
      assertThat(elsewhere.isValid(10)).isTrue();
    }
  }

  @Test
  void saysInOneLineThatItsPortIsTaken() throws Exception {
    TestPostgres.prepare(home);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> start(OptionalInt.of(port)))
          .isInstanceOf(StartupException.class)
          .hasMessageMatching(
              "port " + port + " .* is in use by another program: .*POSTGRES_PORT.*");
    }
    start().close();
  }

  @Test
  void takesAnotherPortIfThatOfBeforeIsTaken() throws Exception {
    TestPostgres.prepare(home);
    int before;
    try (EmbeddedPostgres postgres = start()) {
      before = postgres.port();
    }
    try (ServerSocket taken = new ServerSocket(before, 1, InetAddress.getByName("127.0.0.1"));
        EmbeddedPostgres postgres = start()) {
      assertThat(postgres.port()).isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void refusesADirectoryThatAnotherServerHas() throws Exception {
    TestPostgres.prepare(home);
    try (ChildServer child = ChildServer.start(home)) {
      assertThat(child.line()).startsWith("READY");
      assertThatThrownBy(this::start)
          .isInstanceOf(StartupException.class)
          .hasMessageStartingWith("data directory '" + home + "' is in use by another server")
          .hasMessageContaining("process " + child.pid())
          .hasMessageNotContaining("\n");
    }
    try (EmbeddedPostgres postgres = start()) {
      assertThatThrownBy(this::start).hasMessageContaining("is in use by another server");
      // The refused attempt must not have cost the first one its lock.
      try (ChildServer child = ChildServer.start(home)) {
        assertThat(child.line()).startsWith("REFUSED data directory");
      }
      assertThat(query(postgres, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void saysThatThePasswordIsLost() throws Exception {
    TestPostgres.prepare(home);
    Files.delete(home.resolve("password"));

    assertThatThrownBy(this::start)
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("password");
  }

  @Test
  void saysWhyPostgresDidNotStart() throws Exception {
    TestPostgres.prepare(home);
    Files.writeString(home.resolve("data").resolve("PG_VERSION"), "12\n");

    assertThatThrownBy(this::start)
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("FATAL")
        .hasMessageContaining("incompatible")
        .hasMessageNotContaining("\n");
  }

  private EmbeddedPostgres start() throws IOException {
    return start(OptionalInt.empty());
  }

  private EmbeddedPostgres start(OptionalInt port) throws IOException {
    return start(home, port);
  }

  private static EmbeddedPostgres start(Path home, OptionalInt port) throws IOException {
    return EmbeddedPostgres.start(
        TestPostgres.settings(home, port), TestPostgres.durable(TestPostgres.distributions()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private static void assertRefused(
      EmbeddedPostgres postgres, String user, String password, String message) {
    assertThatThrownBy(
            () -> DriverManager.getConnection(postgres.jdbcUrl(), user, password).close())
        .hasMessageContaining(message);
  }

  private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery(sql)) {
      rs.next();
      return rs.getString(1);
    }
  }

  private static void write(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl(), postgres.username(), postgres.password().reveal());
  }
}
