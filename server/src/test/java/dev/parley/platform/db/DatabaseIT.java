package dev.parley.platform.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.platform.settings.Settings;
import dev.parley.platform.settings.StartupException;
import dev.parley.testing.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseIT {
  private final TestDatabase test = TestDatabase.fresh();

  @Test
  void migratesEachModuleInASchemaOfItsOwn() {
    try (Database database = Database.open(settings(Map.of()))) {
      database.migrate(List.of("sample_one", "no_such_module", "sample_two"));
      database.migrate(List.of("sample_one", "sample_two"));

      List<String> tables =
          database
              .jdbi()
              .withHandle(
                  handle ->
                      handle
                          .createQuery(
                              "SELECT schemaname || '.' || tablename FROM pg_tables"
                                  + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
                                  + " ORDER BY 1")
                          .mapTo(String.class)
                          .list());
      assertThat(tables)
          .containsExactly(
              "sample_one.schema_history",
              "sample_one.thing",
              "sample_two.other",
              "sample_two.schema_history");
    }
  }

  @Test
  void whatAFailedStatementSaysHasNoneOfItsArguments() {
    try (Database database = Database.open(settings(Map.of()))) {
      Throwable failure =
          catchThrowable(
              () ->
                  database
                      .jdbi()
                      .useHandle(
                          handle -> {
                            handle.execute("CREATE TEMPORARY TABLE login (name text PRIMARY KEY)");
                            for (int i = 0; i < 2; i++) {
                              handle
                                  .createUpdate("INSERT INTO login (name) VALUES (:name)")
                                  .bind("name", "argon2-of-somebody")
                                  .execute();
                            }
                          }));
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace));
      assertThat(trace.toString())
          .contains("INSERT INTO login", "login_pkey")
          .doesNotContain("argon2-of-somebody");
    }
  }

  @Test
  void migratesOnceWhenSeveralNodesStartTogether() throws Exception {
    try (ExecutorService nodes = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done = new ArrayList<>();
      for (int node = 0; node < 4; node++) {
        done.add(
            nodes.submit(
                () -> new Migrations(test.dataSource()).run(List.of("sample_one", "sample_two"))));
      }
      for (Future<?> future : done) {
        future.get();
      }
    }
    int steps =
        test.jdbi()
            .withHandle(
                handle ->
                    handle
                        .createQuery(
                            "SELECT count(*) FROM sample_one.schema_history"
                                + " WHERE version IS NOT NULL")
                        .mapTo(int.class)
                        .one());
    assertThat(steps).isEqualTo(2);
  }

  @Test
  void saysWhichSchemaCannotBeMigrated() {
    test.jdbi().useHandle(handle -> handle.execute("CREATE SCHEMA sample_two"));

    assertThatThrownBy(() -> new Migrations(test.dataSource()).run(List.of("sample_two")))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("cannot migrate schema sample_two")
        .hasMessageNotContaining("\n");
  }

  @Test
  void failsSoonWhenEveryConnectionIsTaken() {
    Settings small =
        settings(Map.of("DATABASE_POOL_SIZE", "2", "DATABASE_BORROW_TIMEOUT", "250ms"));
    try (Database database = Database.open(small);
        Handle one = database.jdbi().open();
        Handle two = database.jdbi().open()) {
      assertThat(one).isNotSameAs(two);
      assertThatThrownBy(() -> database.jdbi().open()).isInstanceOf(ConnectionException.class);
      assertThat(database.healthy()).isTrue();
    }
  }

  @Test
  void limitsStatementsAndIdleTransactions() {
    try (Database database = Database.open(settings(Map.of("DATABASE_STATEMENT_TIMEOUT", "7s")))) {
      assertThat(show(database, "statement_timeout")).isEqualTo("7s");
      assertThat(show(database, "idle_in_transaction_session_timeout")).isEqualTo("2min");
      assertThat(show(database, "transaction_isolation")).isEqualTo("read committed");
      assertThat(show(database, "application_name")).isEqualTo("parley");
    }
  }

  @Test
  void isHealthyAgainAfterItsConnectionBroke() throws Exception {
    try (HealthProbe probe = new HealthProbe(test.dataSource())) {
      assertThat(probe.healthy()).isTrue();
      int ended =
          test.jdbi()
              .withHandle(
                  handle ->
                      handle
                          .createQuery(
                              "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                                  + " WHERE datname = current_database()"
                                  + " AND pid <> pg_backend_pid()")
                          .mapTo(int.class)
                          .one());
      assertThat(ended).isPositive();
      TimeUnit.MILLISECONDS.sleep(1100);
      assertThat(probe.healthy()).isTrue();
    }
  }

  @Test
  void isUnhealthyInTimeWhenTheDatabaseHangs() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      PGSimpleDataSource hanging = new PGSimpleDataSource();
      hanging.setUrl("jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x");
      HealthProbe probe = new HealthProbe(hanging);
      long begun = System.nanoTime();
      assertThat(probe.healthy()).isFalse();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
    }
  }

  @Test
  void isUnhealthyOnceClosed() {
    HealthProbe probe = new HealthProbe(test.dataSource());
    assertThat(probe.healthy()).isTrue();
    probe.close();
    assertThat(probe.healthy()).isFalse();
  }

  @Test
  void saysInOneLineWhyItCannotConnect() {
    assertThatThrownBy(() -> Database.open(settings(Map.of("DATABASE_PASSWORD", "wr0ng"))))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("cannot connect to database jdbc:postgresql://127.0.0.1")
        .hasMessageContaining("password authentication failed")
        .hasMessageNotContaining("wr0ng");
    Map<String, String> nowhere =
        Map.of("DATABASE_URL", "postgres://a:b@127.0.0.1:1/x", "DATABASE_PATIENCE", "0s");
    long begun = System.nanoTime();
    assertThatThrownBy(() -> Database.open(Settings.of(nowhere)))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("Connection to 127.0.0.1:1 refused");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }

  private Settings settings(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(test.settings());
    all.putAll(more);
    return Settings.of(all);
  }

  private static String show(Database database, String name) {
    return database
        .jdbi()
        .withHandle(handle -> handle.createQuery("SHOW " + name).mapTo(String.class).one());
  }
}
