package dev.parley.platform.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Servers for tests: quick, therefore not durable, with binaries unpacked once per build. */
public final class TestPostgres {
  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final List<String> QUICK =
      List.of(
          "fsync = off",
          "synchronous_commit = off",
          "full_page_writes = off",
          "max_connections = 300",
          "autovacuum_naptime = '1h'");

  private TestPostgres() {}

  /**
   * Starts a server in a directory of its own, which a watchdog process ends and deletes when this
   * Java process is gone, however it ends.
   */
  public static EmbeddedPostgres startThrowAway() {
    try {
      Path home = Files.createTempDirectory("parley-postgres-");
      EmbeddedPostgres postgres =
          EmbeddedPostgres.start(
              new PostgresSettings(home, OptionalInt.empty(), PATIENCE),
              new Options(
                  Optional.of(distributions()),
                  List.of(Account.Way.values()),
                  List.of("--no-sync"),
                  QUICK));
      watch(home, postgres.pid());
      return postgres;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** As in production, but with binaries unpacked elsewhere, if that is said. */
  static Options durable(@Nullable Path distributions) {
    return new Options(
        Optional.ofNullable(distributions),
        List.of(Account.Way.values()),
        List.of("--no-sync"),
        List.of());
  }

  /** Where all tests of a build share one copy of the binaries. */
  static Path distributions() throws IOException {
    Path target = Path.of("target").toAbsolutePath();
    return Files.createDirectories(
        Files.isWritable(target.getParent())
            ? target.resolve("postgres")
            : Path.of(System.getProperty("java.io.tmpdir"), "parley-postgres-" + user()));
  }

  private static String user() {
    return System.getProperty("user.name");
  }

  /** Its standard input ends with this process: SIGQUIT is PostgreSQL's immediate shutdown. */
  private static void watch(Path home, long pid) throws IOException {
    String script =
        "trap '' INT TERM HUP; read line; kill -QUIT \"$0\"; i=0;"
            + " while kill -0 \"$0\" && [ $i -lt 50 ]; do sleep 0.1; i=$((i+1)); done;"
            + " rm -rf \"$1\"";
    new ProcessBuilder("sh", "-c", script, Long.toString(pid), home.toString())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
